namespace WisdomWave.Playground.BotApi.Updates;

/// <summary>What one getUpdates call gets.</summary>
internal sealed record UpdateBatch(IReadOnlyList<ReadOnlyMemory<byte>> Updates, bool Terminated)
{
    public static readonly UpdateBatch Empty = new([], Terminated: false);
    public static readonly UpdateBatch TerminatedByOther = new([], Terminated: true);
}
