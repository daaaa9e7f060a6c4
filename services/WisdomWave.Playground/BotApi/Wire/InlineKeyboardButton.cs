namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A button: opens a link, copies a text or sends its callback data (at most 64 bytes) to the bot.</summary>
public sealed record InlineKeyboardButton
{
    public required string Text { get; init; }
    public string? CallbackData { get; init; }
    public string? Url { get; init; }
}
