namespace WisdomWave.Playground.Faults;

/// <summary>What the next calls of the Bot API meet instead of an answer. Conditions that are null match everything.</summary>
public sealed record BotFault
{
    /// <summary>A method's name; <c>file</c> is a download.</summary>
    public string? Method { get; init; }

    public long? BotId { get; init; }
    public long? ChatId { get; init; }

    /// <summary>Matching calls that pass first.</summary>
    public int Skip { get; init; }

    /// <summary>How many calls fail.</summary>
    public int Times { get; init; } = 1;

    public BotFaultKind Kind { get; init; }

    /// <summary>For <see cref="BotFaultKind.Answer"/>: the error's code.</summary>
    public int Status { get; init; } = 500;

    /// <summary>The error's text; by default what Telegram says with that code.</summary>
    public string? Description { get; init; }

    /// <summary>Seconds, for 429.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>For <see cref="BotFaultKind.Delay"/>; also a wait before any other kind.</summary>
    public int DelayMs { get; init; }
}
