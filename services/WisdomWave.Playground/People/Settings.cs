namespace WisdomWave.Playground.People;

/// <summary>How the playground behaves; null leaves a setting as it is.</summary>
public sealed record Settings
{
    /// <summary>Milliseconds between two pieces of a streamed answer.</summary>
    public double? TokenDelayMs { get; init; }

    /// <summary>Telegram's sending limits apply.</summary>
    public bool? FloodLimits { get; init; }
}
