namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A reaction to a message.</summary>
public sealed record ReactionType
{
    /// <summary><c>emoji</c>, <c>custom_emoji</c> or <c>paid</c>.</summary>
    public required string Type { get; init; }

    public string? Emoji { get; init; }
}
