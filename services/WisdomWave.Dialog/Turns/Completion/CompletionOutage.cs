namespace WisdomWave.Dialog.Turns.Completion;

/// <summary>
/// Whether the completion service is away. Every turn that runs during an outage meets it again with each retry, so the log has one
/// warning when an outage begins and one line when it ends; the retries are logged at debug level.
/// </summary>
internal sealed partial class CompletionOutage(TimeProvider time, ILogger<CompletionOutage> logger)
{
    private const long None = 0;

    /// <summary>The timestamp of the first failed call, or <see cref="None"/>.</summary>
    private long _since;

    /// <param name="turn">The turn whose call failed.</param>
    /// <param name="error">The exception's type, or what was wrong with the response.</param>
    /// <param name="status">The HTTP status; 0 without a response.</param>
    public void NoteAway(Guid turn, string error, int status)
    {
        // A clock of a test may start at 0, which means that there is no outage.
        var now = Math.Max(1, time.GetTimestamp());
        if (Interlocked.CompareExchange(ref _since, now, None) == None)
            LogAway(error, status);
        else
            LogStillAway(turn, error, status);
    }

    /// <summary>Completion has responded to a call.</summary>
    public void NoteBack()
    {
        if (Volatile.Read(ref _since) == None)
            return;

        var since = Interlocked.Exchange(ref _since, None);
        if (since != None)
            LogBack((long)time.GetElapsedTime(since).TotalSeconds);
    }

    [LoggerMessage(LogLevel.Warning, "Completion is away ({Error}, {Status}): questions are asked again until it is back or Questions:RetryFor is over")]
    private partial void LogAway(string error, int status);

    [LoggerMessage(LogLevel.Debug, "Completion is still away: the call of turn {Turn} failed ({Error}, {Status})")]
    private partial void LogStillAway(Guid turn, string error, int status);

    [LoggerMessage(LogLevel.Information, "Completion is back after {Seconds} s")]
    private partial void LogBack(long seconds);
}
