namespace WisdomWave.Ingress.Dialog;

/// <summary>Whether dialog is reachable; logs each change once.</summary>
internal sealed partial class DialogPresence(ILogger<DialogPresence> logger)
{
    private int _away;

    public bool IsAway => Volatile.Read(ref _away) == 1;

    public void Away(string reason)
    {
        if (Interlocked.Exchange(ref _away, 1) == 0)
            LogAway(reason.TrimEnd('.'));
    }

    public void Present()
    {
        // Read first: every message takes this path.
        if (IsAway && Interlocked.Exchange(ref _away, 0) == 1)
            LogBack();
    }

    [LoggerMessage(LogLevel.Warning, "Dialog is unreachable: {Reason}. Updates stay unconfirmed and reports wait until it is back.")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Information, "Dialog is reachable again.")]
    private partial void LogBack();
}
