namespace WisdomWave.Playground.People;

/// <summary>A person to create.</summary>
public sealed record NewPerson
{
    public required string FirstName { get; init; }
    public string? Username { get; init; }
    public string? LanguageCode { get; init; }
}

/// <summary>A group to create.</summary>
public sealed record NewGroup
{
    public required string Title { get; init; }

    /// <summary><c>supergroup</c> or <c>group</c>.</summary>
    public string Type { get; init; } = "supergroup";

    /// <summary>Whether the group has topics.</summary>
    public bool Forum { get; init; }

    /// <summary>The members' statuses by user ID: <c>creator</c>, <c>administrator</c> or <c>member</c>.</summary>
    public IReadOnlyDictionary<long, string>? Members { get; init; }
}

/// <summary>A forum topic to create.</summary>
public sealed record NewTopic
{
    public required long From { get; init; }
    public required string Name { get; init; }
}

/// <summary>A user's new status in a group: <c>creator</c>, <c>administrator</c>, <c>member</c> or <c>left</c>.</summary>
public sealed record MemberStatus
{
    public required string Status { get; init; }
}

/// <summary>A person blocks or unblocks the bot, or a group removes or adds it.</summary>
public sealed record Blocking
{
    public required long From { get; init; }
    public required bool Blocked { get; init; }
}

/// <summary>A change that a bot's owner would make with BotFather.</summary>
public sealed record BotChange
{
    public bool? PrivacyMode { get; init; }
    public string? Username { get; init; }
    public string? FirstName { get; init; }
}
