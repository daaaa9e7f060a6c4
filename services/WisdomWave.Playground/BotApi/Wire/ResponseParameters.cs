namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>What a failed call says beyond its text.</summary>
public sealed record ResponseParameters
{
    /// <summary>Seconds to wait after a 429.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The supergroup that the group has become.</summary>
    public long? MigrateToChatId { get; init; }
}
