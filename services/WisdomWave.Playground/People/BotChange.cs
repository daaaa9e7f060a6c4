namespace WisdomWave.Playground.People;

/// <summary>What BotFather would change.</summary>
public sealed record BotChange
{
    public bool? PrivacyMode { get; init; }
    public string? Username { get; init; }
    public string? FirstName { get; init; }
}
