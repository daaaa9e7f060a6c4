using System.Globalization;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// What makes a dialogue: each person has one of their own in each chat (and topic) with each bot, or a group has one
/// for all, whose user is 0.
/// </summary>
internal readonly record struct ConversationKey(long BotId, long ChatId, int TopicId, long UserId)
{
    public bool IsShared => UserId == 0;

    public static ConversationKey Of(InboundMessage message, bool isShared) =>
        new(message.Bot.Id, message.Chat.Id, message.Chat.TopicId ?? 0, isShared && message.Chat.Kind == ChatKind.Group ? 0 : message.From.Id);

    public static ConversationKey Of(ConversationRow row) => new(row.BotId, row.ChatId, row.TopicId, row.UserId);

    /// <summary>The inverse of <see cref="ToString"/>: the key of the conversation's grain.</summary>
    public static ConversationKey Parse(string key)
    {
        var parts = key.Split('/');
        return new(Number(parts[0]), Number(parts[1]), (int)Number(parts[2]), Number(parts[3]));

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{BotId}/{ChatId}/{TopicId}/{UserId}");
}
