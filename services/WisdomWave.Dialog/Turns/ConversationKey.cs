using System.Globalization;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Identifies a conversation: each person has one per bot, chat and topic, unless a group shares one conversation, whose user is 0.
/// </summary>
internal readonly record struct ConversationKey(long BotId, long ChatId, int TopicId, long UserId)
{
    public bool IsShared => UserId == 0;

    public static ConversationKey Of(InboundMessage message, bool isShared) =>
        new(message.Bot.Id, message.Chat.Id, message.Chat.TopicId ?? 0, isShared && message.Chat.Kind == ChatKind.Group ? 0 : message.From.Id);

    public static ConversationKey Of(ConversationRow row) => new(row.BotId, row.ChatId, row.TopicId, row.UserId);

    /// <summary>Parses the key of a grain; the inverse of <see cref="ToString"/>.</summary>
    public static ConversationKey Parse(string key)
    {
        var parts = key.Split('/');
        return new(Number(parts[0]), Number(parts[1]), (int)Number(parts[2]), Number(parts[3]));

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{BotId}/{ChatId}/{TopicId}/{UserId}");
}
