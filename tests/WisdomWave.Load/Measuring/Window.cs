using WisdomWave.Load.Outside;

namespace WisdomWave.Load.Measuring;

/// <summary>What happened between two samples.</summary>
internal sealed record Window(Sample From, Sample To, LatencyHistogram Added)
{
    public double Seconds => (To.At - From.At).TotalSeconds;

    public long Turns => To.Outside.Answered - From.Outside.Answered;

    public double TurnsPerSecond => Turns / Seconds;

    /// <summary>Questions without an answer at the end of the window.</summary>
    public long Waiting => To.Outside.Asked - To.Outside.Answered;

    public IEnumerable<string> Services => To.Metrics.Keys;

    public double CpuSeconds(string process) => (To.Processes[process].Cpu - From.Processes[process].Cpu).TotalSeconds;

    /// <summary>The increase of a metric; null if the service does not have it.</summary>
    public double? Rise(string service, string metric, string label = "") =>
        To.Metrics[service].Sum(metric, label) is { } to ? to - (From.Metrics[service].Sum(metric, label) ?? 0) : null;

    /// <summary>Consecutive windows as one.</summary>
    public static Window Join(IReadOnlyList<Window> windows)
    {
        var added = new LatencyHistogram();
        foreach (var window in windows)
            added.Add(window.Added);
        return new(windows[0].From, windows[^1].To, added);
    }
}
