using System.Diagnostics;

namespace WisdomWave.ServiceDefaults.Telemetry;

/// <summary>Starts spans. All methods return null, and allocate nothing, while no traces are exported.</summary>
public static class ActivitySourceExtensions
{
    /// <summary>Starts a span inside the current one. Without a current one there is none: work that belongs to no message is not traced.</summary>
    public static Activity? StartPart(this ActivitySource source, string name, ActivityKind kind = ActivityKind.Internal) =>
        Activity.Current is null ? null : source.StartActivity(name, kind);

    /// <summary>Starts a span below one that may end earlier, or that another process has started.</summary>
    /// <param name="source">The service's source.</param>
    /// <param name="name">What happens.</param>
    /// <param name="parent">Default for a trace of its own, also inside another span.</param>
    /// <param name="links">Other traces that lead here; null for none.</param>
    public static Activity? StartBelow(this ActivitySource source, string name, ActivityContext parent, IEnumerable<ActivityLink>? links = null)
    {
        if (!source.HasListeners())
            return null;

        // .NET takes the current span in place of a default parent.
        var current = Activity.Current;
        if (parent == default)
            Activity.Current = null;
        var started = source.StartActivity(name, ActivityKind.Internal, parent, tags: null, links);
        if (started is null)
            Activity.Current = current;
        return started;
    }

    /// <inheritdoc cref="StartBelow(ActivitySource, string, ActivityContext, IEnumerable{ActivityLink}?)"/>
    /// <param name="source">The service's source.</param>
    /// <param name="name">What happens.</param>
    /// <param name="parent">As in the header <c>traceparent</c>: <c>00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01</c>.</param>
    public static Activity? StartBelow(this ActivitySource source, string name, string? parent) => source.StartBelow(name, ContextOf(parent));

    /// <summary>The context that <see cref="Activity.Id"/> describes; default for null.</summary>
    public static ActivityContext ContextOf(string? trace) => ActivityContext.TryParse(trace, traceState: null, isRemote: true, out var context) ? context : default;

    /// <summary>Marks a span as failed. Traces with a failed span are always exported.</summary>
    /// <param name="activity">Null while no traces are exported.</param>
    /// <param name="type">A word from a short list, never a message.</param>
    public static void Fail(this Activity? activity, string type) => activity?.SetTag("error.type", type).SetStatus(ActivityStatusCode.Error);
}
