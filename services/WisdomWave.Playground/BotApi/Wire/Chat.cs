namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A chat, as it appears inside a message (core.telegram.org/bots/api#chat).</summary>
public sealed record Chat
{
    public required long Id { get; init; }

    /// <summary><c>private</c>, <c>group</c> or <c>supergroup</c>.</summary>
    public required string Type { get; init; }

    public string? Title { get; init; }
    public string? Username { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public bool? IsForum { get; init; }
}
