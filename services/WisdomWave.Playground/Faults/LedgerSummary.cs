namespace WisdomWave.Playground.Faults;

/// <summary>Counts since the start or the last clearing; they go on when old records have been dropped.</summary>
public sealed record LedgerSummary
{
    public required long ModelCalls { get; init; }

    /// <summary>Model calls under way.</summary>
    public required long ModelCallsOpen { get; init; }

    /// <summary>Calls by method and status, for instance <c>sendMessage 200</c>.</summary>
    public required IReadOnlyDictionary<string, long> BotCalls { get; init; }
}
