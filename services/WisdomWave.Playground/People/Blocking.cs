namespace WisdomWave.Playground.People;

/// <summary>A person blocks the bot or a group removes it; false takes it back.</summary>
public sealed record Blocking
{
    public required long From { get; init; }
    public required bool Blocked { get; init; }
}
