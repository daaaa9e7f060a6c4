namespace WisdomWave.Playground.Faults;

/// <summary>The faults that no call has met yet.</summary>
public sealed record PendingFaults
{
    public required IReadOnlyList<BotFault> Bot { get; init; }
    public required IReadOnlyList<ModelFault> Model { get; init; }
}
