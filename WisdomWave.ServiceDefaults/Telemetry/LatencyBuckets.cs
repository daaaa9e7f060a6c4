using System.Diagnostics.Metrics;

namespace WisdomWave.ServiceDefaults.Telemetry;

/// <summary>Histogram bucket bounds in seconds.</summary>
public static class LatencyBuckets
{
    private static readonly double[] Bounds =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60, 120, 300];

    /// <summary>From a cache hit to the longest answer, with half of the bounds below the first second, which people notice.</summary>
    public static IReadOnlyList<double> Chat => Bounds;

    /// <summary>Whether <see cref="Chat"/> are the bounds of this instrument.</summary>
    internal static bool AreForChats(Instrument instrument) => IsRequestDuration(instrument.Name) || IsOursWithoutBounds(instrument);

    private static bool IsOursWithoutBounds(Instrument instrument) =>
        instrument is Histogram<double> { Unit: "s", Advice: null } && instrument.Meter.Name.StartsWith("WisdomWave.", StringComparison.Ordinal);

    // The convention's bounds end at 10 s, but an answer streams for longer.
    private static bool IsRequestDuration(string name) => name is "http.server.request.duration" or "http.client.request.duration";
}
