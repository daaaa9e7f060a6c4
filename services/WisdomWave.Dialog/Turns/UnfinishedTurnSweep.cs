using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Resumes turns that are unfinished in the database but not running: at the start those of an earlier process, and later those that were
/// lost with their grain. So no turn depends on a grain that stays in memory, or on another message of the person.
/// </summary>
internal sealed partial class UnfinishedTurnSweep(ConversationStore store, IGrainFactory grains, TimeProvider time, ILogger<UnfinishedTurnSweep> logger)
    : PeriodicWork(TimeSpan.FromSeconds(30), time)
{
    private const int AtOnce = 64;

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var resumed = 0;
        try
        {
            await Parallel.ForEachAsync(
                await store.FindUnfinishedAsync(stoppingToken),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
                async (key, cancellationToken) => Interlocked.Add(ref resumed, await ResumeAsync(key, cancellationToken)));
        }
        // The database cannot be read; the next sweep tries again.
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            LogNotSwept(exception);
        }

        if (resumed > 0)
            LogResumed(resumed);
    }

    private async Task<int> ResumeAsync(ConversationKey key, CancellationToken stoppingToken)
    {
        try
        {
            return await grains.GetGrain<IConversationGrain>(key.ToString()).ResumeAsync();
        }
        // One unreadable conversation must not block the others.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotResumed(exception, key);
            return 0;
        }
    }

    [LoggerMessage(LogLevel.Error, "The unfinished turns of conversation {Conversation} could not be resumed; retrying in 30 s")]
    private partial void LogNotResumed(Exception exception, ConversationKey conversation);

    [LoggerMessage(LogLevel.Error, "The search for unfinished turns failed; retrying in 30 s")]
    private partial void LogNotSwept(Exception exception);

    [LoggerMessage(LogLevel.Information, "Resumed {Turns} unfinished turns")]
    private partial void LogResumed(int turns);
}
