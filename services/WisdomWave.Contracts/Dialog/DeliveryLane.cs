namespace WisdomWave.Contracts.Dialog;

/// <summary>
/// Replies of one lane are delivered in the order of their questions. A private chat (or each topic in it) is one lane; in a group every
/// user has a lane per topic, so that nobody waits for another user's model call.
/// </summary>
/// <remarks>Ingress and dialog must agree on this rule: if they differed, replies would overtake each other.</remarks>
public readonly record struct DeliveryLane(long BotId, long ChatId, int? TopicId, long? UserId)
{
    public static DeliveryLane Of(InboundMessage message) => Of(message.Bot.Id, message.Chat, message.From.Id);

    public static DeliveryLane Of(TurnRef turn) => Of(turn.BotId, turn.Chat, turn.UserId);

    private static DeliveryLane Of(long botId, ChatAddress chat, long? userId) =>
        new(botId, chat.Id, chat.TopicId, chat.Kind == ChatKind.Private ? null : userId);
}
