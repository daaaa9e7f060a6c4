using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Runs interrupted turns again, a limited number of times: a turn that crashes every process is set aside. Each restart is counted before
/// it happens. The first run is not counted, so an ordinary turn has no extra cost.
/// </summary>
internal sealed partial class TurnRecovery(
    ReplyStore replies,
    DatabaseWriter writer,
    IOptions<QuestionOptions> options,
    IHostApplicationLifetime lifetime,
    DialogMetrics metrics,
    TimeProvider time,
    ILogger<TurnRecovery> logger) : IDisposable
{
    /// <summary>
    /// From this many restarts on, a turn is prepared alone, so that a crash does not count against other turns. Once the model is called
    /// the next suspect may start: crashes come from what people send, and an answer takes long. The last run is alone until its end.
    /// </summary>
    private const int Suspicious = 2;

    /// <summary>
    /// How long the service must be up before it runs a suspect; doubles with each restart. A process that is repeatedly killed from outside
    /// shortly after its start must not count that against the first turn in the queue. Counts from the end of the start, which may take
    /// longer than this.
    /// </summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    /// <summary>Limits the pause to 32 s, however many restarts the operator allows.</summary>
    private const int MostDoublings = 4;

    private readonly Task<long> _upSince = UpSinceAsync(lifetime, time);
    private readonly SemaphoreSlim _suspects = new(1);

    /// <returns>Null when the turn may run; otherwise its outcome.</returns>
    public TurnOutcome? Refuse(Turn turn, Interruption interruption, Texts texts)
    {
        if (interruption.Restarts >= options.Value.Restarts)
            return SetAside(turn.Id, turn.Sequence, interruption.Restarts, texts);
        if (time.GetUtcNow() - interruption.AcceptedAt <= options.Value.AnswerWithin)
            return null;

        LogTooOld(turn.Id, interruption.AcceptedAt);
        return TurnOutcome.OfCommand(turn.Sequence, new Reply(texts.TooOld)) with { Label = "too_old" };
    }

    /// <summary>Ends a turn that cannot be read.</summary>
    public Task<bool> SetAsideAsync(TurnRow row, long botId, Texts texts)
    {
        var outcome = SetAside(row.Id, row.Sequence, row.Restarts, texts);
        metrics.TurnEnded(botId, outcome.Label, TimeSpan.Zero);
        return writer.WriteAsync(session => HistoryWrites.Complete(session, row.Id, outcome, time.GetUtcNow()) is not null, CancellationToken.None);
    }

    private TurnOutcome SetAside(Guid turnId, long sequence, int restarts, Texts texts)
    {
        LogSetAside(turnId, restarts);
        return TurnOutcome.OfCommand(sequence, new Reply(texts.SetAside)) with { Label = "set_aside" };
    }

    /// <summary>Counts a restart and runs the turn. When the lane closes, the turn stays unfinished and the restart is not counted.</summary>
    /// <exception cref="OperationCanceledException">On <paramref name="closing"/>.</exception>
    public async Task RunCountedAsync(Turn turn, Interruption interruption, Func<Task> run, CancellationToken closing)
    {
        if (interruption.Restarts < Suspicious)
        {
            await CountAndRunAsync();
            return;
        }

        var upSince = await _upSince.WaitAsync(closing);
        var pause = (FirstPause * Math.Pow(2, Math.Min(interruption.Restarts - Suspicious, MostDoublings))) - time.GetElapsedTime(upSince);
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, time, closing);
        await _suspects.WaitAsync(closing);
        Task running;
        try
        {
            running = CountAndRunAsync();
            var isLast = interruption.Restarts + 1 >= options.Value.Restarts;
            await (isLast ? running : Task.WhenAny(running, interruption.Asked));
        }
        finally
        {
            _suspects.Release();
        }

        await running;

        async Task CountAndRunAsync()
        {
            var isCounted = false;
            try
            {
                isCounted = await replies.WriteAsync(session => HistoryWrites.CountRestart(session, turn.Id, +1), closing);
                await run();
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested)
            {
                if (isCounted)
                    await UncountAsync(turn.Id);
                throw;
            }
        }
    }

    private static Task<long> UpSinceAsync(IHostApplicationLifetime lifetime, TimeProvider time)
    {
        var upSince = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStarted.Register(() => upSince.SetResult(time.GetTimestamp()));
        return upSince.Task;
    }

    /// <summary>Undoes a count, because the process shut down normally.</summary>
    private async Task UncountAsync(Guid turnId)
    {
        try
        {
            await writer.WriteAsync(session => HistoryWrites.CountRestart(session, turnId, -1), CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // One restart too many in the count does no harm.
        }
    }

    public void Dispose() => _suspects.Dispose();

    [LoggerMessage(LogLevel.Error, "Turn {Turn} is set aside: it was restarted {Restarts} times and the process ended each time before the turn did")]
    private partial void LogSetAside(Guid turn, int restarts);

    [LoggerMessage(LogLevel.Warning, "Turn {Turn} was accepted at {AcceptedAt:u}, too long ago to answer it now")]
    private partial void LogTooOld(Guid turn, DateTimeOffset acceptedAt);
}

/// <summary>An interrupted turn: when it was committed, and how often it has been restarted.</summary>
internal sealed record Interruption(DateTimeOffset AcceptedAt, int Restarts)
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the turn's input has been read and the model is called; never when the turn ends before that.</summary>
    public Task Asked => _asked.Task;

    public void NoteAsked() => _asked.TrySetResult();

    public static Interruption Of(TurnRow row) => new(row.AcceptedAt, row.Restarts);
}
