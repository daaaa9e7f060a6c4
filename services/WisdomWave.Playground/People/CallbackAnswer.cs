namespace WisdomWave.Playground.People;

/// <summary>The bot's answer to a pressed button: a toast, an alert or nothing but the end of the wait.</summary>
public sealed record CallbackAnswer
{
    public required string CallbackQueryId { get; init; }
    public string? Text { get; init; }
    public bool ShowAlert { get; init; }
    public string? Url { get; init; }
}
