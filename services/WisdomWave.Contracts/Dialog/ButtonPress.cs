namespace WisdomWave.Contracts.Dialog;

/// <summary>A user pressed a button under one of the bot's messages (<c>POST /presses</c>; the response is a <see cref="PressOutcome"/>).</summary>
public sealed record ButtonPress
{
    public required BotIdentity Bot { get; init; }

    /// <summary>Telegram's update id; a press posted again starts nothing twice.</summary>
    public required long UpdateId { get; init; }

    public required ChatAddress Chat { get; init; }

    public required Person From { get; init; }

    /// <summary>Telegram's id of the message with the button.</summary>
    public required int MessageId { get; init; }

    /// <summary>The button's <see cref="ReplyButton.Data"/>, often made by <see cref="ButtonData"/>.</summary>
    public required string Data { get; init; }

    /// <summary>Whether the user may change the chat's settings: always true in private chats, true for admins in groups.</summary>
    public bool IsChatAdmin { get; init; }
}

/// <summary>The result of a button press.</summary>
/// <param name="Toast">Plain text to flash on the user's screen, at most 200 characters; null for none.</param>
/// <param name="Replacement">New content for the message with the button; null leaves it unchanged.</param>
/// <param name="Turn">The turn that the press started, to be delivered (join it with <c>GET /turns/{id}/events</c>); null for none.</param>
public sealed record PressOutcome(string? Toast = null, Reply? Replacement = null, TurnRef? Turn = null)
{
    /// <summary>Turns that notify other users in their private chats, to be delivered too.</summary>
    public IReadOnlyList<TurnRef>? Notices { get; init; }
}
