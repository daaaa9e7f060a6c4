using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

/// <summary>Passing messages on.</summary>
internal static class ForwardingEndpoints
{
    public static Results<Ok<Message>, NotFound> Forward(long id, long? bot, ForwardedMessage forwarded, World world)
    {
        if (Place.Find(world, id, bot, forwarded.From) is not { } place
            || Place.Find(world, forwarded.FromChatId ?? id, forwarded.FromBotId ?? bot, forwarded.From) is not { } source
            || !source.Room.TryFind(forwarded.MessageId, out var message))
            return TypedResults.NotFound();
        return TypedResults.Ok(place.Room.Add(place.NewMessage(threadId: forwarded.MessageThreadId) with
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
