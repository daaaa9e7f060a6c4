namespace WisdomWave.Ingress.Dialog;

/// <summary>
/// Whether dialog is reachable; logs each change once. Many requests are under way when dialog fails or comes back, and some of them tell the
/// state of before. The result of a request is therefore used only if nothing has changed since the request was sent.
/// </summary>
internal sealed partial class DialogPresence(ILogger<DialogPresence> logger)
{
    // The number of changes; odd while dialog is away.
    private int _changes;

    public bool IsAway => IsOdd(Changes);

    /// <summary>The number of changes so far. Read it before a request is sent, and report the result with it.</summary>
    public int Changes => Volatile.Read(ref _changes);

    public void Away(int changesWhenSent, string reason)
    {
        if (!IsOdd(changesWhenSent) && IsChanged(changesWhenSent))
            LogAway(reason.TrimEnd('.'));
    }

    public void Present(int changesWhenSent)
    {
        // Every message takes this path, and dialog is almost always present: it costs one comparison.
        if (IsOdd(changesWhenSent) && IsChanged(changesWhenSent))
            LogBack();
    }

    private static bool IsOdd(int changes) => (changes & 1) == 1;

    private bool IsChanged(int from) => Interlocked.CompareExchange(ref _changes, from + 1, from) == from;

    [LoggerMessage(LogLevel.Warning, "Dialog is unreachable: {Reason}. Updates stay unconfirmed and reports wait until it is back.")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Information, "Dialog is reachable again.")]
    private partial void LogBack();
}
