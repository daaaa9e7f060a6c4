namespace WisdomWave.Playground.Faults;

/// <summary>One Bot API call in the call log, which only counts getUpdates.</summary>
public sealed record BotCallRecord
{
    public long Sequence { get; init; }
    public required DateTimeOffset At { get; init; }
    public required long BotId { get; init; }
    public required string Method { get; init; }
    public long? ChatId { get; init; }
    public int? MessageThreadId { get; init; }

    /// <summary>The message that was created or changed.</summary>
    public int? MessageId { get; init; }

    public long? DraftId { get; init; }

    /// <summary>The message that it replies to.</summary>
    public int? ReplyTo { get; init; }

    public string? Text { get; init; }
    public required int Status { get; init; }
    public string? Description { get; init; }

    /// <summary>The fault that was injected into the call.</summary>
    public BotFaultKind? Fault { get; init; }
}
