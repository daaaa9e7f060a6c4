using WisdomWave.Load.Outside;
using WisdomWave.Load.Processes;

namespace WisdomWave.Load.Measuring;

/// <summary>Everything that is counted, at one moment.</summary>
internal sealed record Sample
{
    /// <summary>By the monotonic clock.</summary>
    public required TimeSpan At { get; init; }

    public required OutsideSample Outside { get; init; }

    /// <summary>By process.</summary>
    public required Dictionary<string, ProcessSample> Processes { get; init; }

    /// <summary>Output lines of each process.</summary>
    public required Dictionary<string, long> Lines { get; init; }

    /// <summary>By service.</summary>
    public required Dictionary<string, MetricsText> Metrics { get; init; }

    /// <summary>By command; null without a Redis.</summary>
    public required Dictionary<string, double>? Redis { get; init; }
}
