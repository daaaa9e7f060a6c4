using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.Chats;

/// <summary>Decides which messages of a group a bot in privacy mode sees (core.telegram.org/bots/features#privacy-mode).</summary>
internal static class Privacy
{
    public static bool CanSee(Bot bot, Message message, bool isAdmin)
    {
        if (!bot.PrivacyMode || isAdmin || IsService(message))
            return true;
        if (message.ReplyToMessage?.From?.Id == bot.Me.Id)
            return true;
        return IsAddressed(bot.Me, message.Text, message.Entities) || IsAddressed(bot.Me, message.Caption, message.CaptionEntities);
    }

    private static bool IsAddressed(User bot, string? text, IReadOnlyList<MessageEntity>? entities)
    {
        if (text is null || entities is null)
            return false;

        foreach (var entity in entities)
        {
            var part = text.AsSpan(entity.Offset, entity.Length);
            var addressed = entity.Type switch
            {
                "text_mention" => entity.User?.Id == bot.Id,
                "mention" => part[1..].Equals(bot.Username, StringComparison.OrdinalIgnoreCase),
                "bot_command" => part.IndexOf('@') is var at && (at < 0 || part[(at + 1)..].Equals(bot.Username, StringComparison.OrdinalIgnoreCase)),
                _ => false,
            };
            if (addressed)
                return true;
        }

        return false;
    }

    private static bool IsService(Message message) =>
        message.NewChatMembers is not null || message.LeftChatMember is not null || message.PinnedMessage is not null
        || message.MigrateToChatId is not null || message.MigrateFromChatId is not null || message.ForumTopicCreated is not null;
}
