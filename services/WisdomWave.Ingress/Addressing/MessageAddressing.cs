using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Addressing;

/// <summary>Whether a message concerns the bot, and why.</summary>
internal static class MessageAddressing
{
    /// <summary>Null for chatter among others, for commands to other bots, and for what bots write.</summary>
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
        // Without a name it may be for any bot of the group: only what this one has concerns it.
        if (CommandText.Name(message) is { } command && CommandNames.All.Contains(command))
            return Contracts.Dialog.AddressedBy.Command;
        if (Mentions.Of(message, bot).Any())
            return Contracts.Dialog.AddressedBy.Mention;
        return IsReplyTo(message, bot) ? Contracts.Dialog.AddressedBy.Reply : null;
    }

    public static bool IsName(ReadOnlySpan<char> username, BotIdentity bot) =>
        username.Equals(bot.Username, StringComparison.OrdinalIgnoreCase);

    // An anonymous admin and a channel write through bots of Telegram's own; sender_chat says who they are.
    private static bool IsFromBot(Message message) =>
        message.IsAutomaticForward || (message.SenderChat is null && message.From is not { IsBot: false });

    // In a topic, every message that is no reply seems to reply to the message that opened the topic.
    private static bool IsReplyTo(Message message, BotIdentity bot) =>
        message.ReplyToMessage is { ForumTopicCreated: null, From.Id: var author } && author == bot.Id;
}
