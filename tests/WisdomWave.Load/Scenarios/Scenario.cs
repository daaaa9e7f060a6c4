namespace WisdomWave.Load.Scenarios;

/// <summary>One run: the settings of the services and the load.</summary>
internal sealed record Scenario
{
    public required string Name { get; init; }

    /// <summary>Questions a second in an open loop; 0 for a closed one.</summary>
    public double Rate { get; init; }

    /// <summary>Conversations of a closed loop.</summary>
    public int Conversations { get; init; }

    /// <summary>Turns before a chat is replaced by another.</summary>
    public int Turns { get; init; }

    /// <summary>The bots, which share the chats among themselves.</summary>
    public int Bots { get; init; } = 1;

    /// <summary>Turns that the database has before the load begins.</summary>
    public int StoredTurns { get; init; }

    /// <summary>The conversations of <see cref="StoredTurns"/>.</summary>
    public int StoredConversations { get; init; }

    /// <summary>Whether a chat gets so long that prompts lack its oldest turns.</summary>
    public bool MayTrim { get; init; }

    public TimeSpan ModelTime { get; init; }

    public int Chunks { get; init; }

    public int AnswerLength { get; init; }

    /// <summary>From the first question to the last.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The beginning, which is not part of the figures.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>How long the application is measured without load, before the run.</summary>
    public TimeSpan Idle { get; init; }

    /// <summary>How long to wait for the last answers.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>Only completion is started, and asked directly.</summary>
    public bool IsCompletionAlone { get; init; }

    /// <summary>How many different questions completion is asked; 0 if each one is new.</summary>
    public int Questions { get; init; }

    /// <summary>Puts counting forwarders between the processes; they cost latency and CPU.</summary>
    public bool CountsBytes { get; init; }

    /// <summary>Lets the services export over OTLP, as they do for the dashboard.</summary>
    public bool CountsSpans { get; init; }

    /// <summary>Settings of the services, those of the command line last.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
