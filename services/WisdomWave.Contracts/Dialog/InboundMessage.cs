namespace WisdomWave.Contracts.Dialog;

/// <summary>One message that is meant for the bot: what ingress posts to dialog and dialog commits before it answers.</summary>
/// <remarks>(<see cref="BotIdentity.Id"/>, <see cref="UpdateId"/>) names it: posted again, it joins the turn that it already has.</remarks>
public sealed record InboundMessage
{
    public required BotIdentity Bot { get; init; }

    /// <summary>Telegram's number of the update; unique and rising per bot.</summary>
    public required long UpdateId { get; init; }

    public required ChatAddress Chat { get; init; }

    public required Person From { get; init; }

    /// <summary>Telegram's number of the message in its chat; what a reply answers to.</summary>
    public required int MessageId { get; init; }

    /// <summary>What the person wrote, without the bot's mention and without a command's <c>@bot</c>. May be empty, never null.</summary>
    public required string Text { get; init; }

    public required AddressedBy AddressedBy { get; init; }

    /// <summary>When the person sent it, by Telegram's clock (seconds), UTC.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The message that the person replied to, where that helps to understand the question.</summary>
    public QuotedMessage? ReplyTo { get; init; }

    /// <summary>What was sent beside the text.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>True when the person changed a message sent earlier, which <see cref="MessageId"/> names.</summary>
    public bool IsEdit { get; init; }

    /// <summary>The same for all messages that were sent together as an album; null outside albums.</summary>
    public string? AlbumId { get; init; }

    /// <summary>Who wrote it first, when the person passes on what somebody else wrote; null otherwise.</summary>
    public string? ForwardedFrom { get; init; }

    /// <summary>
    /// True when it is known that a forward of the same person comes next: a client sends a comment just before the messages that it
    /// is about. False also when nothing is known.
    /// </summary>
    public bool IsFollowedByForward { get; init; }

    /// <summary>
    /// True when the person is certain to administer the chat: in private chats, and when a group's admin writes as the group itself.
    /// Of anybody else in a group it is false, and ingress is asked when it matters
    /// (<c>GET /bots/{bot}/chats/{chat}/admins/{person}</c>).
    /// </summary>
    public bool IsChatAdmin { get; init; }
}
