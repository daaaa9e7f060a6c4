using System.Text.RegularExpressions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Tests.Addressing;

/// <summary>Builds messages as Telegram sends them, with entities for mentions and commands.</summary>
internal sealed partial class MessageBuilder
{
    public static readonly BotIdentity Bot = new(77, "WiseBot");
    public static readonly User BotUser = new() { Id = 77, IsBot = true, FirstName = "Wise", Username = "WiseBot" };
    public static readonly User Ann = new() { Id = 5, FirstName = "Ann", LastName = "Lee", LanguageCode = "en" };

    private readonly Message _message = new()
    {
        Id = 10,
        Date = new DateTime(2026, 11, 22, 10, 0, 0, DateTimeKind.Utc),
        From = Ann,
        Chat = new Chat { Id = 5, Type = ChatType.Private },
    };

    public static MessageBuilder Private(string text) => new MessageBuilder().With(message => (message.Text, message.Entities) = (text, EntitiesOf(text)));

    public static MessageBuilder Group(string text) =>
        Private(text).With(message => message.Chat = new Chat { Id = -100, Type = ChatType.Supergroup, Title = "Friends" });

    public static MessageBuilder Caption(string text) =>
        Group("").With(message => (message.Text, message.Entities, message.Caption, message.CaptionEntities) = (null, null, text, EntitiesOf(text)));

    public MessageBuilder With(Action<Message> change)
    {
        change(_message);
        return this;
    }

    public MessageBuilder ReplyingTo(User author, string text) => With(message => message.ReplyToMessage = new Message { Id = 9, From = author, Text = text });

    public MessageBuilder InTopic(int topic, bool isTopicMessage = true) =>
        With(message => (message.MessageThreadId, message.IsTopicMessage) = (topic, isTopicMessage));

    public Message Build() => _message;

    private static MessageEntity[] EntitiesOf(string text) =>
    [
        .. Found().Matches(text).Select(match => new MessageEntity
        {
            Type = match.Value[0] == '@' ? MessageEntityType.Mention : MessageEntityType.BotCommand,
            Offset = match.Index,
            Length = match.Length,
        }),
    ];

    [GeneratedRegex(@"(?<![\w/])@\w{5,}|(?<!\S)/\w+(@\w+)?")]
    private static partial Regex Found();
}
