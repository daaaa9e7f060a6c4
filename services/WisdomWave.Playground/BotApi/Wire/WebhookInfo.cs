namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>The answer of getWebhookInfo.</summary>
public sealed record WebhookInfo
{
    /// <summary>Empty when no webhook is set.</summary>
    public required string Url { get; init; }
    public bool HasCustomCertificate { get; init; }
    public required int PendingUpdateCount { get; init; }
    public long? LastErrorDate { get; init; }
    public string? LastErrorMessage { get; init; }
    public int? MaxConnections { get; init; }
    public IReadOnlyList<string>? AllowedUpdates { get; init; }
}
