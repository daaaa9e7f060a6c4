using System.Globalization;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Conversations;

/// <summary>What makes a dialogue: each person has one of their own in each chat (and topic) with each bot.</summary>
internal readonly record struct ConversationKey(long BotId, long ChatId, int TopicId, long UserId)
{
    public static ConversationKey Of(InboundMessage message) =>
        new(message.Bot.Id, message.Chat.Id, message.Chat.TopicId ?? 0, message.From.Id);

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
