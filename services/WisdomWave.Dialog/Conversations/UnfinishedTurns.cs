namespace WisdomWave.Dialog.Conversations;

/// <summary>Wakes the conversations whose turns an earlier process left unfinished.</summary>
internal sealed partial class UnfinishedTurns(ConversationStore store, IGrainFactory grains, ILogger<UnfinishedTurns> logger) : BackgroundService
{
    private const int AtOnce = 64;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var conversations = await store.FindUnfinishedAsync(stoppingToken);
        if (conversations.Count == 0)
            return;

        LogResuming(conversations.Count);
        await Parallel.ForEachAsync(
            conversations,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            async (key, _) => await ResumeAsync(key));
    }

    private async Task ResumeAsync(ConversationKey key)
    {
        try
        {
            await grains.GetGrain<IConversationGrain>(key.ToString()).ResumeAsync();
        }
        // One conversation that cannot be read must not keep the service down: its next message tries again.
        catch (Exception exception)
        {
            LogNotResumed(exception, key);
        }
    }

    [LoggerMessage(LogLevel.Error, "Conversation {Conversation} has unfinished turns, but could not be resumed")]
    private partial void LogNotResumed(Exception exception, ConversationKey conversation);

    [LoggerMessage(LogLevel.Information, "{Conversations} conversations have unfinished turns, which run again")]
    private partial void LogResuming(int conversations);
}
