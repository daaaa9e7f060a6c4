namespace WisdomWave.Load.Outside;

/// <summary>What has happened outside the application since the start.</summary>
internal sealed record OutsideSample
{
    public long Asked { get; init; }

    public long Answered { get; init; }

    public long ModelCalls { get; init; }

    /// <summary>By method.</summary>
    public Dictionary<string, long> TelegramCalls { get; init; } = [];

    /// <summary>Added latencies of the answers since the last sample.</summary>
    public LatencyHistogram Added { get; init; } = new();

    /// <summary>What went over each connection between two processes; only where that is counted.</summary>
    public Dictionary<string, LinkTraffic> Links { get; init; } = [];

    /// <summary>Spans that each service exported; only where they are received.</summary>
    public Dictionary<string, long> Spans { get; init; } = [];
}

/// <summary>Counts of one link, both directions.</summary>
/// <param name="Bytes">HTTP headers included.</param>
/// <param name="Events">Server-sent events.</param>
internal sealed record LinkTraffic(long Bytes, long Events);

/// <summary>What has become of the questions in the end.</summary>
internal sealed record Verdict
{
    /// <summary>No message shows the whole answer.</summary>
    public long Lost { get; set; }

    /// <summary>Two messages showed the whole answer.</summary>
    public long Doubled { get; set; }

    /// <summary>The answers of one chat do not stand in the order of the questions.</summary>
    public long OutOfOrder { get; set; }

    /// <summary>Messages of the bot that are no whole answer: rests of one, refusals, notices.</summary>
    public long Strange { get; set; }

    /// <summary>Prompts that had not exactly the earlier turns of the chat before the question.</summary>
    public long WrongPrompts { get; init; }

    /// <summary>Some of the strange messages.</summary>
    public List<string> Samples { get; init; } = [];
}
