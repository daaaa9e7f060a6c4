using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

/// <summary>The endpoint that forwards messages.</summary>
internal static class ForwardEndpoints
{
    public static Results<Ok<Message>, NotFound> Forward(long id, long? bot, ForwardedMessage forwarded, World world)
    {
        if (Participant.Find(world, id, bot, forwarded.From) is not { } participant
            || Participant.Find(world, forwarded.FromChatId ?? id, forwarded.FromBotId ?? bot, forwarded.From) is not { } source
            || !source.Room.TryFind(forwarded.MessageId, out var message))
            return TypedResults.NotFound();
        return TypedResults.Ok(participant.Room.Add(participant.NewMessage(threadId: forwarded.MessageThreadId) with
        {
            ForwardOrigin = message.ForwardOrigin ?? OriginOf(message, forwarded.Hidden),
            Text = message.Text,
            Entities = message.Entities,
            Caption = message.Caption,
            CaptionEntities = message.CaptionEntities,
            Document = message.Document,
            Photo = message.Photo,
            Voice = message.Voice,
            Audio = message.Audio,
        }));
    }

    private static MessageOrigin OriginOf(Message message, bool hidden) => message switch
    {
        { SenderChat: { } chat } => new() { Type = "chat", Date = message.Date, SenderChat = chat },
        { From: { } user } when hidden => new() { Type = "hidden_user", Date = message.Date, SenderUserName = user.FirstName },
        _ => new() { Type = "user", Date = message.Date, SenderUser = message.From },
    };
}

/// <summary>A person forwards a message to the chat in the URL.</summary>
public sealed record ForwardedMessage
{
    public required long From { get; init; }
    public required int MessageId { get; init; }

    /// <summary>The chat with the original message; null for the chat in the URL.</summary>
    public long? FromChatId { get; init; }

    /// <summary>The bot of that chat, if the chat is private and not with the page's bot.</summary>
    public long? FromBotId { get; init; }

    public int? MessageThreadId { get; init; }

    /// <summary>Whether the original author hides their account in forwarded messages.</summary>
    public bool Hidden { get; init; }
}
