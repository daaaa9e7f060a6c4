using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Addressing;

/// <summary>Decides whether a message concerns the bot, and why.</summary>
internal static class MessageAddressing
{
    /// <summary>Null for messages among other people, for commands to other bots, and for messages written by bots.</summary>
    public static AddressedBy? AddressedBy(Message message, BotIdentity bot)
    {
        if (IsFromBot(message))
            return null;
        if (message.Chat.Type == ChatType.Private)
            return Contracts.Dialog.AddressedBy.PrivateChat;
        if (message.Chat.Type is not (ChatType.Group or ChatType.Supergroup))
            return null;
        if (CommandText.Target(message) is { Length: > 0 } target)
            return IsName(target, bot) ? Contracts.Dialog.AddressedBy.Command : null;
        // A command without a bot name may be for any bot in the group, so only this bot's own commands count.
        if (CommandText.Name(message) is { } command && CommandNames.All.Contains(command))
            return Contracts.Dialog.AddressedBy.Command;
        if (Mentions.Of(message, bot).Any())
            return Contracts.Dialog.AddressedBy.Mention;
        return IsReplyTo(message, bot) ? Contracts.Dialog.AddressedBy.Reply : null;
    }

    public static bool IsName(ReadOnlySpan<char> username, BotIdentity bot) =>
        username.Equals(bot.Username, StringComparison.OrdinalIgnoreCase);

    // Anonymous admins and channels write through Telegram's own bots; sender_chat identifies them.
    private static bool IsFromBot(Message message) =>
        message.IsAutomaticForward || (message.SenderChat is null && message.From is not { IsBot: false });

    // In a forum topic, every message that is not a reply appears to reply to the message that opened the topic.
    private static bool IsReplyTo(Message message, BotIdentity bot) =>
        message.ReplyToMessage is { ForumTopicCreated: null, From.Id: var author } && author == bot.Id;
}
