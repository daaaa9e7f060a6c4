using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Turns;

/// <summary>Reads a conversation from the database and queues its unfinished turns.</summary>
internal sealed partial class ConversationRecovery(
    ConversationStore store, TurnFactory turns, TurnRecovery recovery, LiveTurns liveTurns, ChatSettingsStore settings, ILogger<ConversationRecovery> logger)
{
    /// <summary>Fills the memory of a conversation that has just been activated.</summary>
    /// <returns>The number of unfinished turns that were queued.</returns>
    public async Task<int> LoadAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        if (await store.LoadAsync(conversation.Key, cancellationToken) is not { } stored)
            return 0;

        conversation.Memory.Load(stored);
        return await EnqueueUnfinishedAsync(conversation, stored);
    }

    /// <summary>Queues the unfinished turns of an active conversation that has none in memory.</summary>
    /// <returns>Their number.</returns>
    public async Task<int> ResumeAsync(Conversation conversation, CancellationToken cancellationToken) =>
        await store.LoadAsync(conversation.Key, cancellationToken) is { } stored ? await EnqueueUnfinishedAsync(conversation, stored) : 0;

    private async Task<int> EnqueueUnfinishedAsync(Conversation conversation, StoredConversation stored)
    {
        var queued = 0;
        foreach (var row in stored.Unfinished)
        {
            try
            {
                conversation.Add(turns.Restore(row, stored.Row, [], Interruption.Of(row)));
                queued++;
            }
            // The row is unreadable, and a restart would not change that. The turns behind it must not wait for it.
            catch (Exception exception)
            {
                LogUnreadable(exception, row.Id);
                liveTurns.Abort(row.Id);
                await recovery.SetAsideAsync(row, conversation.Key.BotId, Texts.Of(settings.Of(conversation.Key.BotId, conversation.Key.ChatId), row.Language));
            }
        }

        return queued;
    }

    [LoggerMessage(LogLevel.Error, "Turn {Turn} could not be read from the database")]
    private partial void LogUnreadable(Exception exception, Guid turn);
}
