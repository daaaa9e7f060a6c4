namespace WisdomWave.Contracts.Dialog;

/// <summary>A person pressed a button under one of the bot's messages (<c>POST /presses</c>, answered with a <see cref="PressOutcome"/>).</summary>
public sealed record ButtonPress
{
    public required BotIdentity Bot { get; init; }

    /// <summary>Telegram's number of the update: the same press posted again begins nothing twice.</summary>
    public required long UpdateId { get; init; }

    public required ChatAddress Chat { get; init; }

    public required Person From { get; init; }

    /// <summary>Telegram's number of the message that the button stands under.</summary>
    public required int MessageId { get; init; }

    /// <summary>What the button carries: <see cref="ReplyButton.Data"/>, or <see cref="ButtonData"/>'s.</summary>
    public required string Data { get; init; }

    /// <summary>Whether the person may change the chat's settings: always in private chats, its admins in groups.</summary>
    public bool IsChatAdmin { get; init; }
}
