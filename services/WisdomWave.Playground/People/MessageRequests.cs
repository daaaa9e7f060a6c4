using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.People;

/// <summary>A person writes a message.</summary>
public sealed record SaidMessage
{
    public required long From { get; init; }
    public required string Text { get; init; }

    /// <summary>The person's own formatting; commands, mentions and links are detected automatically.</summary>
    public IReadOnlyList<MessageEntity>? Entities { get; init; }

    public int? ReplyTo { get; init; }
    public int? MessageThreadId { get; init; }

    /// <summary>Whether an admin writes in the group's name.</summary>
    public bool Anonymous { get; init; }

    /// <summary>The new language of the person's client.</summary>
    public string? LanguageCode { get; init; }
}

/// <summary>A person edits one of their messages.</summary>
public sealed record EditedText
{
    public required long From { get; init; }

    /// <summary>Null changes nothing visible, but the bot still gets edited_message, as it sometimes does in Telegram.</summary>
    public string? Text { get; init; }
}

/// <summary>A person presses an inline button.</summary>
public sealed record PressedButton
{
    public required long From { get; init; }
    public required int MessageId { get; init; }
    public required string Data { get; init; }
}

/// <summary>A press that was sent to the bot. The bot's answer is the event <c>callback_answer</c>.</summary>
public sealed record PressedCallback
{
    public required string CallbackQueryId { get; init; }
}
