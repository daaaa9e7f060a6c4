namespace WisdomWave.Load.Outside;

/// <summary>Counts of the outside process since the start.</summary>
internal sealed record OutsideSample
{
    public long Asked { get; init; }

    public long Answered { get; init; }

    public long ModelCalls { get; init; }

    /// <summary>By method.</summary>
    public Dictionary<string, long> TelegramCalls { get; init; } = [];

    /// <summary>Added latencies of the answers since the last sample.</summary>
    public LatencyHistogram Added { get; init; } = new();

    /// <summary>The traffic between two processes, if it is counted.</summary>
    public Dictionary<string, LinkTraffic> Links { get; init; } = [];

    /// <summary>Spans that each service exported, if they are received.</summary>
    public Dictionary<string, long> Spans { get; init; } = [];
}

/// <summary>Counts of one link, both directions.</summary>
/// <param name="Bytes">HTTP headers included.</param>
/// <param name="Events">Server-sent events.</param>
internal sealed record LinkTraffic(long Bytes, long Events);

/// <summary>The final outcome of all questions.</summary>
internal sealed record Verdict
{
    /// <summary>No message shows the whole answer.</summary>
    public long Lost { get; set; }

    /// <summary>Two messages showed the whole answer.</summary>
    public long Doubled { get; set; }

    /// <summary>The answers in a chat are not in the order of the questions.</summary>
    public long OutOfOrder { get; set; }

    /// <summary>Messages of the bot that are not a complete answer: parts of one, refusals, notices.</summary>
    public long Strange { get; set; }

    /// <summary>Prompts that did not have exactly the chat's earlier turns before the question.</summary>
    public long WrongPrompts { get; init; }

    /// <summary>Some of these other messages.</summary>
    public List<string> Samples { get; init; } = [];
}
