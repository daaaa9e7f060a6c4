using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>A message addressed to the bot (<c>POST /messages</c>). Dialog commits it before it answers.</summary>
/// <remarks>
/// <see cref="BotIdentity.Id"/> and <see cref="UpdateId"/> together are the idempotency key: a message posted again joins the turn that
/// it started the first time.
/// </remarks>
public sealed record InboundMessage
{
    public required BotIdentity Bot { get; init; }

    /// <summary>Telegram's update id; unique per bot and ascending.</summary>
    public required long UpdateId { get; init; }

    public required ChatAddress Chat { get; init; }

    public required Person From { get; init; }

    /// <summary>Telegram's id of the message in its chat; replies refer to it.</summary>
    public required int MessageId { get; init; }

    /// <summary>The text without mentions of the bot and without the <c>@bot</c> of a command. May be empty.</summary>
    public required string Text { get; init; }

    public required AddressedBy AddressedBy { get; init; }

    /// <summary>When the message was sent, UTC, by Telegram's clock, in whole seconds.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The message that this one replies to, if its text helps to understand the question.</summary>
    public QuotedMessage? ReplyTo { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>True when the user edited an earlier message; <see cref="MessageId"/> identifies it.</summary>
    public bool IsEdit { get; init; }

    /// <summary>Shared by all messages of an album; null outside albums.</summary>
    public string? AlbumId { get; init; }

    /// <summary>The original author of a forwarded message; null when the message is not a forward.</summary>
    public string? ForwardedFrom { get; init; }

    /// <summary>
    /// True when a forward from the same user is known to follow: clients send a comment just before the messages it refers to. False
    /// when unknown.
    /// </summary>
    public bool IsFollowedByForward { get; init; }

    /// <summary>
    /// True when the sender is certain to be a chat admin: in private chats, and when an admin writes as the group itself. For other
    /// group members it is false, and dialog asks ingress when it matters (<c>GET /bots/{bot}/chats/{chat}/admins/{person}</c>).
    /// </summary>
    public bool IsChatAdmin { get; init; }
}

/// <summary>A bot as Telegram knows it.</summary>
/// <param name="Id">The number before the colon of its token (<see cref="BotToken"/>); it survives a token renewal.</param>
/// <param name="Username">Without the @.</param>
public sealed record BotIdentity(long Id, string Username);

/// <summary>The author of a message.</summary>
/// <param name="Id">Telegram's user id, or the id of the chat in whose name an anonymous admin or a channel writes.</param>
/// <param name="Name">The display name; the model only sees it in shared conversations.</param>
/// <param name="Language">The IETF language tag of the user's Telegram client (<c>ru</c>, <c>en-GB</c>); null when unknown.</param>
public sealed record Person(long Id, string Name, string? Language = null);

/// <summary>The message that another message replies to.</summary>
/// <param name="MessageId">Telegram's id of the quoted message.</param>
/// <param name="Text">Its text, or the part that the user quoted.</param>
/// <param name="FromBot">True when this bot wrote it, so its text is already in the history.</param>
public sealed record QuotedMessage(int MessageId, string Text, bool FromBot);

/// <summary>Why a message concerns the bot. Group messages without a reason never leave ingress.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AddressedBy>))]
public enum AddressedBy
{
    /// <summary>It was written in a private chat.</summary>
    PrivateChat,

    /// <summary>It has a mention entity of the bot.</summary>
    Mention,

    /// <summary>It replies to one of the bot's messages.</summary>
    Reply,

    /// <summary>It is a command. In groups: one that names this bot, or names no bot and is in <see cref="CommandNames"/>.</summary>
    Command,
}
