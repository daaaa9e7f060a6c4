using Microsoft.EntityFrameworkCore;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Turns;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Storage;

/// <summary>What belongs to one dialogue.</summary>
internal static class ConversationQueries
{
    public static IQueryable<TurnRow> TurnsOf(this DialogContext context, ConversationKey key) => context.Turns.AsNoTracking().Where(turn =>
        turn.Conversation!.BotId == key.BotId && turn.Conversation.ChatId == key.ChatId &&
        turn.Conversation.TopicId == key.TopicId && turn.Conversation.UserId == key.UserId);

    /// <summary>Without those that were forgotten.</summary>
    public static IQueryable<PinRow> PinsOf(this DialogContext context, ConversationKey key) => context.Pins.AsNoTracking().Where(pin =>
        pin.ForgottenIn == null && pin.Conversation!.BotId == key.BotId && pin.Conversation.ChatId == key.ChatId &&
        pin.Conversation.TopicId == key.TopicId && pin.Conversation.UserId == key.UserId);
}
