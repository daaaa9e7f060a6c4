using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

/// <summary>An event of <c>GET /api/events</c>; its <see cref="Type"/> determines which properties are set.</summary>
public sealed record PersonEvent
{
    /// <summary>
    /// <c>hello</c> (instance), <c>message</c>, <c>edited</c>, <c>deleted</c>, <c>typing</c>, <c>draft</c>, <c>draft_gone</c>,
    /// <c>pinned</c>, <c>callback_answer</c>, <c>commands</c>, <c>bot</c>, <c>chat</c>, <c>settings</c>, <c>reset</c>.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>Changes with every start of the playground; a client that sees a new value must read the state again.</summary>
    public string? Instance { get; init; }

    public long? ChatId { get; init; }

    /// <summary>The bot of a private chat.</summary>
    public long? BotId { get; init; }

    public Message? Message { get; init; }
    public int? MessageId { get; init; }
    public int? MessageThreadId { get; init; }
    public User? User { get; init; }
    public string? Action { get; init; }
    public Draft? Draft { get; init; }
    public long? DraftId { get; init; }
    public CallbackAnswer? CallbackAnswer { get; init; }

    internal static PersonEvent About(string type, ChatRoom room) =>
        new() { Type = type, ChatId = room.Info.Id, BotId = room.Owner?.Me.Id };
}
