namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A press of an inline button.</summary>
public sealed record CallbackQuery
{
    public required string Id { get; init; }
    public required User From { get; init; }
    public required Message Message { get; init; }
    public required string ChatInstance { get; init; }
    public string? Data { get; init; }
}
