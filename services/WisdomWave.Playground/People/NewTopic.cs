namespace WisdomWave.Playground.People;

/// <summary>A forum topic to open.</summary>
public sealed record NewTopic
{
    public required long From { get; init; }
    public required string Name { get; init; }
}
