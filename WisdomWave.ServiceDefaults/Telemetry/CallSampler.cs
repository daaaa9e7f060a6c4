using System.Diagnostics;
using OpenTelemetry.Trace;

namespace WisdomWave.ServiceDefaults.Telemetry;

/// <summary>
/// Records everything except calls that belong to no message: a service makes them on its own account, for instance every few seconds to
/// renew a claim. The service that is called does not record them either.
/// </summary>
internal sealed class CallSampler : Sampler
{
    private static readonly SamplingResult Drop = new(SamplingDecision.Drop);

    private readonly ParentBasedSampler _rest = new(new AlwaysOnSampler());

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Kind == ActivityKind.Client && samplingParameters.ParentContext.TraceId == default ? Drop : _rest.ShouldSample(samplingParameters);
}
