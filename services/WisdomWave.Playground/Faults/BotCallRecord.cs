namespace WisdomWave.Playground.Faults;

/// <summary>One Bot API call, as the ledger keeps it. getUpdates is only counted.</summary>
public sealed record BotCallRecord
{
    public long Sequence { get; init; }
    public required DateTimeOffset At { get; init; }
    public required long BotId { get; init; }
    public required string Method { get; init; }
    public long? ChatId { get; init; }
    public int? MessageThreadId { get; init; }

    /// <summary>The message that was made or changed.</summary>
    public int? MessageId { get; init; }

    public long? DraftId { get; init; }

    /// <summary>The message it replies to.</summary>
    public int? ReplyTo { get; init; }

    public string? Text { get; init; }
    public required int Status { get; init; }
    public string? Description { get; init; }

    /// <summary>The fault that the call met.</summary>
    public BotFaultKind? Fault { get; init; }
}
