namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A formatted or clickable stretch of text; offset and length count UTF-16 units.</summary>
public sealed record MessageEntity
{
    /// <summary><c>bold</c>, <c>pre</c>, <c>text_link</c>, … (core.telegram.org/bots/api#messageentity).</summary>
    public required string Type { get; init; }

    public required int Offset { get; init; }
    public required int Length { get; init; }
    public string? Url { get; init; }
    public User? User { get; init; }
    public string? Language { get; init; }
    public string? CustomEmojiId { get; init; }
}
