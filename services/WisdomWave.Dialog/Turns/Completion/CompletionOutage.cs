namespace WisdomWave.Dialog.Turns.Completion;

/// <summary>
/// Tracks outages of the completion service. Every turn that runs during an outage fails again with each retry, so the log has one warning
/// when an outage begins and one line when it ends; retries are logged at debug level.
/// </summary>
internal sealed partial class CompletionOutage(TimeProvider time, ILogger<CompletionOutage> logger)
{
    private const long None = 0;

    /// <summary>The timestamp of the first failed call, or <see cref="None"/>.</summary>
    private long _since;

    /// <param name="turn">The turn whose call failed.</param>
    /// <param name="error">The type of the exception, or a description of the faulty response.</param>
    /// <param name="status">The HTTP status; 0 without a response.</param>
    public void NoteAway(Guid turn, string error, int status)
    {
        // A test clock may start at 0, which here means no outage.
        var now = Math.Max(1, time.GetTimestamp());
        if (Interlocked.CompareExchange(ref _since, now, None) == None)
            LogAway(error, status);
        else
            LogStillAway(turn, error, status);
    }

    /// <summary>Ends an outage, because completion has responded.</summary>
    public void NoteBack()
    {
        if (Volatile.Read(ref _since) == None)
            return;

        var since = Interlocked.Exchange(ref _since, None);
        if (since != None)
            LogBack((long)time.GetElapsedTime(since).TotalSeconds);
    }

    [LoggerMessage(LogLevel.Warning, "Completion is unavailable ({Error}, {Status}): questions are retried until it is back or Questions:RetryFor is over")]
    private partial void LogAway(string error, int status);

    [LoggerMessage(LogLevel.Debug, "Completion is still unavailable: the call of turn {Turn} failed ({Error}, {Status})")]
    private partial void LogStillAway(Guid turn, string error, int status);

    [LoggerMessage(LogLevel.Information, "Completion is available again after {Seconds} s")]
    private partial void LogBack(long seconds);
}
