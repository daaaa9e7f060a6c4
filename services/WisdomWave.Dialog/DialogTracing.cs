using System.Diagnostics;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.Dialog;

/// <summary>The spans of this service. They hold ids of turns, but nothing that identifies a chat or a person.</summary>
internal static class DialogTracing
{
    public static ActivitySource Source { get; } = new("WisdomWave.Dialog");

    /// <summary>From queueing a write until it is on disk. Writes of other conversations may share the transaction.</summary>
    public static Activity? Commit() => Source.StartPart("commit", ActivityKind.Client)?.SetTag("db.system.name", "sqlite");

    /// <summary>The current span, to be continued by a call of a grain: the grain runs outside of the caller's context.</summary>
    public static string? Current => Activity.Current?.Id;
}
