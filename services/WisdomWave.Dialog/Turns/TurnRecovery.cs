using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Begins again what an earlier process left behind, but not for ever: a turn that no process survives is set aside. Each new
/// beginning is counted before it happens; the first one is not, so that an ordinary turn pays nothing for this.
/// </summary>
internal sealed partial class TurnRecovery(
    ReplyStore replies,
    DatabaseWriter writer,
    IOptions<QuestionOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<TurnRecovery> logger) : IDisposable
{
    /// <summary>
    /// From so many on a turn is prepared alone, lest it take with it, and have counted against them, those that run beside it. Once
    /// the model is asked the next one may come: what kills a process is in what people send, and an answer takes its time. The last
    /// time a turn is alone until its end.
    /// </summary>
    private const int Suspicious = 2;

    /// <summary>
    /// How long the service must be up before it begins a suspect, twice as long each further time: whoever is killed from outside again
    /// and again, a few moments after its start, must not count that against whichever turn happens to be the first each time. A start
    /// itself may take longer than all of this.
    /// </summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    /// <summary>From 2 s to half a minute, however many tries the operator allows.</summary>
    private const int MostDoublings = 4;

    private readonly Task<long> _upSince = UpSinceAsync(lifetime, time);
    private readonly SemaphoreSlim _suspects = new(1);

    /// <returns>Null when the turn may begin, or else what it comes to.</returns>
    public TurnOutcome? Refuse(Turn turn, Resumption resumption, Texts texts)
    {
        if (resumption.Restarts >= options.Value.Restarts)
            return SetAside(turn.Id, turn.Sequence, resumption.Restarts, texts);
        if (time.GetUtcNow() - resumption.AcceptedAt <= options.Value.AnswerWithin)
            return null;

        LogTooOld(turn.Id, resumption.AcceptedAt);
        return TurnOutcome.OfCommand(turn.Sequence, new Reply(texts.TooOld)) with { Label = "too_old" };
    }

    /// <summary>What becomes of a turn that cannot be run.</summary>
    public TurnOutcome SetAside(Guid turnId, long sequence, int restarts, Texts texts)
    {
        LogSetAside(turnId, restarts);
        return TurnOutcome.OfCommand(sequence, new Reply(texts.SetAside)) with { Label = "set_aside" };
    }

    /// <param name="turn">A turn that may begin.</param>
    /// <param name="resumption">What is known of it.</param>
    /// <param name="run">Brings it to its end.</param>
    /// <param name="closing">The turn stays unfinished, and this beginning does not count.</param>
    /// <exception cref="OperationCanceledException">On <paramref name="closing"/>.</exception>
    public async Task RunAsync(Turn turn, Resumption resumption, Func<Task> run, CancellationToken closing)
    {
        if (resumption.Restarts < Suspicious)
        {
            await CountAndRunAsync();
            return;
        }

        var upSince = await _upSince.WaitAsync(closing);
        var pause = (FirstPause * Math.Pow(2, Math.Min(resumption.Restarts - Suspicious, MostDoublings))) - time.GetElapsedTime(upSince);
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, time, closing);
        await _suspects.WaitAsync(closing);
        Task running;
        try
        {
            running = CountAndRunAsync();
            var isLast = resumption.Restarts + 1 >= options.Value.Restarts;
            await (isLast ? running : Task.WhenAny(running, resumption.Asked));
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

    /// <summary>It was stopped by the operator, and not by what it did.</summary>
    private async Task UncountAsync(Guid turnId)
    {
        try
        {
            await writer.WriteAsync(session => HistoryWrites.CountRestart(session, turnId, -1), CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // One more than there were does no harm.
        }
    }

    public void Dispose() => _suspects.Dispose();

    [LoggerMessage(LogLevel.Error, "Turn {Turn} is set aside: {Restarts} times it was begun again and the process did not live to see its end")]
    private partial void LogSetAside(Guid turn, int restarts);

    [LoggerMessage(LogLevel.Warning, "Turn {Turn} was accepted at {AcceptedAt:u}, too long ago to be answered now")]
    private partial void LogTooOld(Guid turn, DateTimeOffset acceptedAt);
}

/// <summary>What is known of a turn that an earlier process left behind.</summary>
/// <param name="AcceptedAt">When it was committed.</param>
/// <param name="Restarts">How often it has been begun again before.</param>
internal sealed record Resumption(DateTimeOffset AcceptedAt, int Restarts)
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when all that the turn has brought with it is read and the model is asked; never, should it not come to that.</summary>
    public Task Asked => _asked.Task;

    public void NoteAsked() => _asked.TrySetResult();

    public static Resumption Of(TurnRow row) => new(row.AcceptedAt, row.Restarts);
}
