namespace WisdomWave.Completion.Adapting;

/// <summary>What a server does not take for one of its models, although it is harmless.</summary>
internal sealed record ServerQuirks
{
    public static readonly ServerQuirks None = new();

    /// <summary>How it calls the room for the answer, where that is not what it was sent.</summary>
    public string? RoomName { get; init; }

    /// <summary>The largest room for an answer that it gives.</summary>
    public int? LargestRoom { get; init; }

    public bool RefusesStreamOptions { get; init; }

    /// <summary>The system's text goes to the front of the person's first message.</summary>
    public bool RefusesSystemRole { get; init; }

    public bool RefusesTemperature { get; init; }

    public bool RefusesReasoningEffort { get; init; }

    /// <summary>The least effort, where it has no <c>minimal</c>.</summary>
    public string? LeastEffort { get; init; }
}
