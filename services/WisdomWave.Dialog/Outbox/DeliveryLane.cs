using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Outbox;

/// <summary>One person in one chat and topic. Replies in a lane are delivered in the order of the questions.</summary>
internal sealed record DeliveryLane(long BotId, long ChatId, int? TopicId, long? PersonId)
{
    public static DeliveryLane Of(TurnRef turn) =>
        new(turn.BotId, turn.Chat.Id, turn.Chat.TopicId, turn.Chat.Kind == ChatKind.Private ? null : turn.PersonId);
}
