namespace WisdomWave.Playground.People;

/// <summary>A group to open.</summary>
public sealed record NewGroup
{
    public required string Title { get; init; }

    /// <summary><c>supergroup</c> or <c>group</c>.</summary>
    public string Type { get; init; } = "supergroup";

    /// <summary>The group has topics.</summary>
    public bool Forum { get; init; }

    /// <summary>People by id with their status: <c>creator</c>, <c>administrator</c>, <c>member</c>.</summary>
    public IReadOnlyDictionary<long, string>? Members { get; init; }
}
