namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>The answer of getChat.</summary>
public sealed record ChatFullInfo
{
    public required long Id { get; init; }
    public required string Type { get; init; }
    public string? Title { get; init; }
    public string? Username { get; init; }
    public string? FirstName { get; init; }
    public bool? IsForum { get; init; }
    public int AccentColorId { get; init; }
    public int MaxReactionCount { get; init; } = 11;
    public AcceptedGiftTypes AcceptedGiftTypes { get; init; } = new();
    public Message? PinnedMessage { get; init; }
}
