namespace WisdomWave.Playground.Faults;

/// <summary>Disturbs how a bot gets its updates by long polling.</summary>
public sealed record UpdateFault
{
    /// <summary>The page's bot when null.</summary>
    public long? BotId { get; init; }

    /// <summary>So many updates come a second time after they were confirmed.</summary>
    public int Duplicates { get; init; }

    /// <summary>So many batches come newest first.</summary>
    public int Reversals { get; init; }

    /// <summary>Nothing comes until more than this many updates wait; then they come in one batch.</summary>
    public int Held { get; init; }
}
