namespace WisdomWave.Playground.People;

/// <summary>How a person changes a message of their own.</summary>
public sealed record EditedText
{
    public required long From { get; init; }

    /// <summary>Null changes nothing that shows: the bot still gets edited_message, as it does for Telegram's own reasons.</summary>
    public string? Text { get; init; }
}
