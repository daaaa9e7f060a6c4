using System.Diagnostics;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.ServiceDefaults.Tests.Telemetry;

public sealed class ActivitySourceExtensionsTests : IDisposable
{
    private readonly ActivitySource _source = new(nameof(ActivitySourceExtensionsTests));
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == nameof(ActivitySourceExtensionsTests),
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
    };

    public ActivitySourceExtensionsTests() => ActivitySource.AddActivityListener(_listener);

    /// <summary>A message may wake a conversation whose earlier turn is resumed then.</summary>
    [Fact]
    public void WithoutAParentASpanBeginsATraceOfItsOwnAlsoInsideAnotherSpan()
    {
        using var outer = _source.StartActivity("accept message")!;
        using var turn = _source.StartBelow("turn", default(ActivityContext))!;
        Assert.Equal(default, turn.ParentSpanId);
        Assert.NotEqual(outer.TraceId, turn.TraceId);
    }

    [Fact]
    public void WithAParentASpanIsBelowItAlsoInsideAnotherSpan()
    {
        var parent = _source.StartActivity("receive update")!;
        parent.Dispose();
        using var outer = _source.StartActivity("accept message")!;
        using var turn = _source.StartBelow("turn", parent.Context)!;
        Assert.Equal((parent.TraceId, parent.SpanId), (turn.TraceId, turn.ParentSpanId));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }
}
