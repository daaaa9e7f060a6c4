namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>Who wrote a forwarded message first (core.telegram.org/bots/api#messageorigin).</summary>
public sealed record MessageOrigin
{
    /// <summary><c>user</c>, <c>hidden_user</c>, <c>chat</c> or <c>channel</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Unix seconds of the first message.</summary>
    public required long Date { get; init; }

    public User? SenderUser { get; init; }
    public string? SenderUserName { get; init; }
    public Chat? SenderChat { get; init; }
    public Chat? Chat { get; init; }
    public int? MessageId { get; init; }
}
