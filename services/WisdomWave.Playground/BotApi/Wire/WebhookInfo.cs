namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>The result of getWebhookInfo.</summary>
public sealed record WebhookInfo
{
    /// <summary>Empty if no webhook is set.</summary>
    public required string Url { get; init; }
    public bool HasCustomCertificate { get; init; }
    public required int PendingUpdateCount { get; init; }
    public long? LastErrorDate { get; init; }
    public string? LastErrorMessage { get; init; }
    public int? MaxConnections { get; init; }
    public IReadOnlyList<string>? AllowedUpdates { get; init; }
}

/// <summary>Hints for a bot after a failed call.</summary>
public sealed record ResponseParameters
{
    /// <summary>Seconds to wait after a 429.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The supergroup that replaced the group.</summary>
    public long? MigrateToChatId { get; init; }
}
