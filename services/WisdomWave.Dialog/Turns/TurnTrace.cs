using System.Diagnostics;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// A turn's place in the traces: below the span that accepted its message. A turn that is resumed after a restart has a trace of its own, with
/// a link to that span.
/// </summary>
internal sealed class TurnTrace
{
    private readonly bool _isResumed;
    private readonly List<ActivityLink> _merged = [];
    private Activity? _running;

    private TurnTrace(ActivityContext accepted, bool isResumed) => (Accepted, _isResumed) = (accepted, isResumed);

    /// <summary>The span that accepted the message; default when no traces were exported then.</summary>
    public ActivityContext Accepted { get; }

    /// <summary>The id of the trace that begins with the message's update; null when no traces were exported then.</summary>
    public string? FirstTrace => Accepted == default ? null : Accepted.TraceId.ToString();

    /// <param name="accepted">As in the header <c>traceparent</c>; null when no traces were exported.</param>
    /// <param name="isResumed">Whether an earlier process accepted the turn.</param>
    /// <returns>Null while no traces are exported.</returns>
    public static TurnTrace? Of(string? accepted, bool isResumed = false) =>
        DialogTracing.Source.HasListeners() ? new(ActivitySourceExtensions.ContextOf(accepted), isResumed) : null;

    public Activity? Start(Turn turn)
    {
        var links = _isResumed && Accepted != default ? _merged.Prepend(new ActivityLink(Accepted)) : _merged;
        return _running = DialogTracing.Source.StartBelow("turn", _isResumed ? default : Accepted, [.. links])
            ?.SetTag("wisdomwave.turn.id", turn.Id.ToString())
            .SetTag("wisdomwave.turn.restarts", turn.Interruption?.Restarts + 1);
    }

    /// <summary>Links the turn and the span that accepts a further message of its question.</summary>
    public void Merge(Activity? accepting)
    {
        if (accepting is null)
            return;
        accepting.AddLink(new(_running?.Context ?? Accepted));
        var link = new ActivityLink(accepting.Context);
        if (_running is null)
            _merged.Add(link);
        else
            _running.AddLink(link);
    }
}
