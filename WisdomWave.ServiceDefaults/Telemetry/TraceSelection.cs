using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace WisdomWave.ServiceDefaults.Telemetry;

/// <summary>
/// Exports the traces that have an error or take long, and a share of the others. That share is chosen by trace id, so that every service
/// chooses the same traces, and is exported at once. The spans of any other trace are kept until the trace has an error, takes too long, or
/// has no running span in this process any more.
/// </summary>
/// <param name="export">Receives the spans of the chosen traces.</param>
/// <param name="ratio">The share, from 0 to 1.</param>
/// <param name="slowAfter">From the start of a trace's first span to the end of its last one, in this process.</param>
internal sealed class TraceSelection(BaseProcessor<Activity> export, double ratio, TimeSpan slowAfter) : CompositeProcessor<Activity>([export])
{
    /// <summary>About 20 MB. When they are used up, the oldest traces lose theirs.</summary>
    internal const int MostSpans = 16 * 1024;

    /// <summary>Traces in progress. A span that never ends must not take memory until the process ends.</summary>
    internal const int MostTraces = 8 * 1024;

    /// <summary>Chosen traces that are remembered, because some of their spans begin after all others have ended.</summary>
    private const int MostChosen = 4 * 1024;

    private readonly TraceIdRatioBasedSampler _share = new(ratio);
    private readonly Lock _gate = new();
    private readonly Dictionary<ActivityTraceId, LinkedListNode<OpenTrace>> _open = [];
    private readonly LinkedList<OpenTrace> _oldestFirst = [];
    private readonly HashSet<ActivityTraceId> _chosen = [];
    private readonly Queue<ActivityTraceId> _chosenOrder = [];
    private int _spans;

    /// <summary>The number of spans that wait for a decision.</summary>
    internal int Waiting
    {
        get
        {
            lock (_gate)
                return _spans;
        }
    }

    /// <summary>The number of traces that are remembered while they run.</summary>
    internal int Open
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    public override void OnStart(Activity data)
    {
        // Only spans whose parent does not run here: the others end before them.
        if (data.Parent is not null || IsInShare(data))
            return;
        lock (_gate)
        {
            if (_chosen.Contains(data.TraceId))
                return;
            if (!_open.TryGetValue(data.TraceId, out var node))
            {
                if (_open.Count >= MostTraces)
                    DropEnded();
                _open[data.TraceId] = node = _oldestFirst.AddLast(new OpenTrace(data.TraceId, data.StartTimeUtc));
            }

            node.Value.Roots.Add(data);
        }
    }

    public override void OnEnd(Activity data)
    {
        if (IsInShare(data))
        {
            export.OnEnd(data);
            return;
        }

        IReadOnlyList<Activity> chosen;
        lock (_gate)
            chosen = Take(data);
        foreach (var span in chosen)
            export.OnEnd(span);
    }

    private bool IsInShare(Activity span) =>
        _share.ShouldSample(new SamplingParameters(default, span.TraceId, "", span.Kind)).Decision == SamplingDecision.RecordAndSample;

    /// <returns>The spans to export now.</returns>
    private IReadOnlyList<Activity> Take(Activity span)
    {
        if (_chosen.Contains(span.TraceId))
            return [span];
        var trace = _open.GetValueOrDefault(span.TraceId)?.Value;
        var start = trace?.StartedAt ?? span.StartTimeUtc;
        if (span.Status == ActivityStatusCode.Error || span.StartTimeUtc + span.Duration - start >= slowAfter)
        {
            Remember(span.TraceId);
            var spans = trace?.Spans ?? [];
            if (trace is not null)
                Drop(trace);
            return [.. spans, span];
        }

        if (trace is null)
            return [];
        trace.Roots.Remove(span);
        if (trace.HasEnded)
        {
            Drop(trace);
            return [];
        }

        trace.Spans.Add(span);
        if (++_spans > MostSpans)
            DropSpans();
        return [];
    }

    private void Remember(ActivityTraceId trace)
    {
        _chosen.Add(trace);
        _chosenOrder.Enqueue(trace);
        if (_chosenOrder.Count > MostChosen)
            _chosen.Remove(_chosenOrder.Dequeue());
    }

    /// <summary>Makes room: drops traces that ended without a last span, as those of health checks do, or else the oldest one.</summary>
    private void DropEnded()
    {
        foreach (var trace in _oldestFirst.Where(trace => trace.HasEnded).ToList())
            Drop(trace);
        if (_open.Count >= MostTraces)
            Drop(_oldestFirst.First!.Value);
    }

    /// <summary>Drops the spans of the oldest traces, a quarter of all, so that this is rarely needed.</summary>
    private void DropSpans()
    {
        foreach (var trace in _oldestFirst.TakeWhile(_ => _spans > MostSpans / 4 * 3))
        {
            _spans -= trace.Spans.Count;
            trace.Spans.Clear();
        }
    }

    private void Drop(OpenTrace trace)
    {
        _spans -= trace.Spans.Count;
        _oldestFirst.Remove(_open[trace.Id]);
        _open.Remove(trace.Id);
    }

    private sealed class OpenTrace(ActivityTraceId id, DateTime startedAt)
    {
        public ActivityTraceId Id { get; } = id;

        public DateTime StartedAt { get; } = startedAt;

        /// <summary>The running spans whose parent does not run here.</summary>
        public List<Activity> Roots { get; } = [];

        /// <summary>The spans that have ended.</summary>
        public List<Activity> Spans { get; } = [];

        /// <summary>A span that a filter has excluded is not recorded, and its end is not reported.</summary>
        public bool HasEnded => Roots.TrueForAll(root => root.IsStopped || !root.IsAllDataRequested);
    }
}
