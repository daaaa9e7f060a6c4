using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>Replies of one lane come in the order of their questions. In a group each person has one, so that nobody waits for another's model call.</summary>
internal readonly record struct DeliveryLane(long BotId, long ChatId, int? TopicId, long? PersonId)
{
    public static DeliveryLane Of(InboundMessage message) =>
        new(message.Bot.Id, message.Chat.Id, message.Chat.TopicId, message.Chat.Kind == ChatKind.Private ? null : message.From.Id);

    public static DeliveryLane Of(TurnRef turn) =>
        new(turn.BotId, turn.Chat.Id, turn.Chat.TopicId, turn.Chat.Kind == ChatKind.Private ? null : turn.PersonId);
}
