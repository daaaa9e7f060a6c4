using Microsoft.EntityFrameworkCore;
using WisdomWave.Dialog.Conversations;
using WisdomWave.Dialog.History;

namespace WisdomWave.Dialog.Storage;

/// <summary>What belongs to one dialogue.</summary>
internal static class ConversationQueries
{
    public static IQueryable<TurnRow> TurnsOf(this DialogContext context, ConversationKey key) => context.Turns.AsNoTracking().Where(turn =>
        turn.Conversation!.BotId == key.BotId && turn.Conversation.ChatId == key.ChatId &&
        turn.Conversation.TopicId == key.TopicId && turn.Conversation.UserId == key.UserId);
}
