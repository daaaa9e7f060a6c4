using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Turns;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Outbox;

/// <summary>Builds the description of a turn that ingress needs for delivery.</summary>
internal static class TurnRefs
{
    public static TurnRef Of(InboundMessage message, Guid turnId, bool streams, ReplyStyle style) => new()
    {
        Id = turnId,
        BotId = message.Bot.Id,
        UserId = message.From.Id,
        Chat = message.Chat,
        ReplyToMessageId = ReplyTo(message.Chat.Kind, message.MessageId),
        Streams = streams,
        Style = style,
    };

    public static TurnRef Of(TurnRow turn, ConversationRow conversation, IReadOnlyList<DeliveredPart> delivered, ReplyStyle style) => new()
    {
        Id = turn.Id,
        BotId = conversation.BotId,
        UserId = turn.UserId,
        Chat = new ChatAddress(conversation.ChatId, conversation.ChatKind, conversation.TopicId == 0 ? null : conversation.TopicId),
        ReplyToMessageId = ReplyTo(conversation.ChatKind, turn.MessageId),
        Delivered = delivered,
        IsDelivered = turn.State == TurnState.Delivered,
        Trace = turn.Trace,
        Streams = turn.IsQuestion,
        Style = style,
    };

    private static int? ReplyTo(ChatKind kind, int messageId) => kind == ChatKind.Group ? messageId : null;
}
