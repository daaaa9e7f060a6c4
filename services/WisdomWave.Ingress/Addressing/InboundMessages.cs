using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Addressing;

/// <summary>Converts Telegram messages for dialog.</summary>
internal static class InboundMessages
{
    /// <summary>Null when the message does not concern the bot or has no content.</summary>
    public static InboundMessage? From(long updateId, Message message, BotIdentity bot, RecentlyAddressed before, bool isEdit = false)
    {
        var attachments = Attachments.Of(message);
        if (MessageText.Of(message).Length == 0 && !HasContent(attachments, isEdit))
            return null;
        if ((MessageAddressing.AddressedBy(message, bot) ?? before.ReasonOf(message)) is not { } reason)
            return null;
        before.Remember(message, reason);
        return new InboundMessage
        {
            Bot = bot,
            UpdateId = updateId,
            Chat = ChatAddresses.Of(message),
            From = AuthorOf(message),
            MessageId = message.Id,
            Text = TextOf(message, bot),
            AddressedBy = reason,
            SentAt = new DateTimeOffset(DateTime.SpecifyKind(message.Date, DateTimeKind.Utc)),
            ReplyTo = QuotedBy(message, bot),
            Attachments = AttachedToQuoted(message, bot) is { Count: > 0 } quoted ? [.. attachments, .. quoted] : attachments,
            IsEdit = isEdit,
            AlbumId = message.MediaGroupId,
            ForwardedFrom = FirstAuthorOf(message),
            IsChatAdmin = message.Chat.Type == ChatType.Private || message.SenderChat?.Id == message.Chat.Id,
        };
    }

    // A live location is edited every few seconds.
    private static bool HasContent(IReadOnlyList<Attachment> attachments, bool isEdit) =>
        attachments.Any(attachment => !isEdit || attachment.FileId.Length > 0);

    private static Person AuthorOf(Message message) => message switch
    {
        { SenderChat: { } chat } => new Person(chat.Id, chat.Title ?? chat.Username ?? ""),
        { From: { } user } => TelegramUsers.Of(user),
        _ => throw new ArgumentException("A message without an author cannot be addressed to the bot.", nameof(message)),
    };

    private static string TextOf(Message message, BotIdentity bot)
    {
        var text = MessageText.Of(message);
        if (message.Chat.Type == ChatType.Private && CommandText.Target(message) is null)
            return text;
        IEnumerable<Range> names = CommandText.TargetRange(message) is { } target && MessageAddressing.IsName(CommandText.Target(message), bot)
            ? [target]
            : [];
        return Mentions.Remove(text, names.Concat(Mentions.Of(message, bot)));
    }

    private static QuotedMessage? QuotedBy(Message message, BotIdentity bot)
    {
        if (message.ReplyToMessage is { ForumTopicCreated: null } replied)
        {
            var text = message.Quote?.Text ?? MessageText.Of(replied);
            return text.Length > 0 ? new QuotedMessage(replied.Id, text, replied.From?.Id == bot.Id) : null;
        }

        // A reply to a message in another chat carries only the text that the user quoted.
        return message is { ExternalReply: { } external, Quote.Text: { Length: > 0 } quote }
            ? new QuotedMessage(external.MessageId ?? 0, quote, FromBot: false)
            : null;
    }

    // "@bot what is this?" asks about the picture it replies to. The bot's own files are already in the history.
    private static IReadOnlyList<Attachment> AttachedToQuoted(Message message, BotIdentity bot) => message switch
    {
        { ReplyToMessage: { } replied } => replied.From?.Id == bot.Id ? [] : Attachments.Of(replied),
        { ExternalReply: { } external } => Attachments.Of(external),
        _ => [],
    };

    private static string? FirstAuthorOf(Message message) => message.ForwardOrigin switch
    {
        MessageOriginUser { SenderUser: { } user } => TelegramUsers.NameOf(user),
        MessageOriginHiddenUser hidden => hidden.SenderUserName,
        MessageOriginChat { SenderChat: { } chat } => chat.Title ?? chat.Username,
        MessageOriginChannel { Chat: { } channel } => channel.Title ?? channel.Username,
        _ => null,
    };
}

/// <summary>Maps a message's chat and topic.</summary>
internal static class ChatAddresses
{
    // The id of the General topic, which Telegram rejects in requests.
    private const int GeneralTopic = 1;

    public static ChatAddress Of(Message message) => new(
        message.Chat.Id,
        message.Chat.Type == ChatType.Private ? ChatKind.Private : ChatKind.Group,
        // Outside forums, the thread id only groups replies.
        message is { IsTopicMessage: true, MessageThreadId: not GeneralTopic } ? message.MessageThreadId : null);
}

/// <summary>Converts Telegram users for dialog.</summary>
internal static class TelegramUsers
{
    public static Person Of(User user) => new(user.Id, NameOf(user), user.LanguageCode);

    public static string NameOf(User user) => $"{user.FirstName} {user.LastName}".Trim();
}
