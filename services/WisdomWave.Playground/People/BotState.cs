using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.People;

/// <summary>A bot as people see it.</summary>
public sealed record BotState
{
    public required User User { get; init; }
    public required bool PrivacyMode { get; init; }

    /// <summary>It polls or has a webhook.</summary>
    public required bool Online { get; init; }

    public required string Description { get; init; }
}
