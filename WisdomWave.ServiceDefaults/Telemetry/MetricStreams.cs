using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace WisdomWave.ServiceDefaults.Telemetry;

/// <summary>How the measurements of each instrument are kept until they are collected.</summary>
internal static class MetricStreams
{
    /// <summary>
    /// Combinations of labels of one metric of a library. OpenTelemetry allocates the memory for all series when an instrument appears, 78
    /// bytes each: its default of 2000 takes 160 KB for each of about a hundred metrics.
    /// </summary>
    private const int MostSeries = 200;

    /// <summary>
    /// The same for our own metrics: a hundred bots with thirty combinations of the other labels each. What no bot uses is not touched, so it
    /// takes address space and hardly any memory.
    /// </summary>
    private const int MostOwnSeries = 3000;

    /// <summary>Recorded several times for every request, connection or piece of an answer, and shown nowhere.</summary>
    private static readonly FrozenSet<string> Unused =
    [
        "aspnetcore.routing.match_attempts",
        "gen_ai.client.operation.time_per_output_chunk",
        "http.client.active_requests",
        "http.client.open_connections",
        "http.client.request.time_in_queue",
        "http.server.active_requests",
        "kestrel.active_connections",
        "kestrel.queued_connections",
        "kestrel.queued_requests",
    ];

    internal static MeterProviderBuilder AddStreams(this MeterProviderBuilder metrics) => ((IDeferredMeterProviderBuilder)metrics).Configure((services, provider) =>
    {
        var own = services.GetService<IMeterFactory>();
        // One view for all: a metric gets a stream from every view that matches it, so that another view could not drop it.
        provider.AddView(instrument => Unused.Contains(instrument.Name) || IsOfAnotherService(instrument.Meter, own)
            ? MetricStreamConfiguration.Drop
            : StreamOf(instrument));
    });

    // Tests run several services in one process. The meters of libraries, which have no factory, are common to all of them.
    private static bool IsOfAnotherService(Meter meter, IMeterFactory? own) => meter.Scope is IMeterFactory other && own is not null && other != own;

    private static MetricStreamConfiguration StreamOf(Instrument instrument)
    {
        var stream = LatencyBuckets.AreForChats(instrument)
            ? new ExplicitBucketHistogramConfiguration { Boundaries = [.. LatencyBuckets.Chat] }
            : new MetricStreamConfiguration();
        stream.CardinalityLimit = instrument.Meter.Name.StartsWith("WisdomWave.", StringComparison.Ordinal) ? MostOwnSeries : MostSeries;
        return stream;
    }
}
