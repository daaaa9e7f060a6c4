using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Addressing;

/// <summary>From Telegram's update to the message that dialog understands.</summary>
internal static class InboundMessages
{
    // Telegram's number of the General topic; sends to it must leave the number out.
    private const int GeneralTopic = 1;

    /// <summary>Null when the message does not concern the bot or says nothing.</summary>
    public static InboundMessage? From(long updateId, Message message, BotIdentity bot)
    {
        // Voices, photos and files without a word join when dialog can hear and see them.
        if (MessageText.Of(message).Length == 0 || MessageAddressing.AddressedBy(message, bot) is not { } reason)
            return null;
        return new InboundMessage
        {
            Bot = bot,
            UpdateId = updateId,
            Chat = AddressOf(message),
            From = AuthorOf(message),
            MessageId = message.Id,
            Text = TextOf(message, bot),
            AddressedBy = reason,
            SentAt = new DateTimeOffset(DateTime.SpecifyKind(message.Date, DateTimeKind.Utc)),
            ReplyTo = QuotedBy(message, bot),
        };
    }

    private static ChatAddress AddressOf(Message message) => new(
        message.Chat.Id,
        message.Chat.Type == ChatType.Private ? ChatKind.Private : ChatKind.Group,
        // Outside forums the thread number only groups replies.
        message is { IsTopicMessage: true, MessageThreadId: not GeneralTopic } ? message.MessageThreadId : null);

    private static Person AuthorOf(Message message) => message switch
    {
        { SenderChat: { } chat } => new Person(chat.Id, chat.Title ?? chat.Username ?? ""),
        { From: { } user } => new Person(user.Id, $"{user.FirstName} {user.LastName}".Trim(), user.LanguageCode),
        _ => throw new ArgumentException("A message without an author is addressed to nobody.", nameof(message)),
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

        // A reply to a message of another chat carries only what the person quoted of it.
        return message is { ExternalReply: { } external, Quote.Text: { Length: > 0 } quote }
            ? new QuotedMessage(external.MessageId ?? 0, quote, FromBot: false)
            : null;
    }
}
