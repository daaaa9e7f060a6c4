namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A person or a bot (core.telegram.org/bots/api#user).</summary>
public sealed record User
{
    public required long Id { get; init; }
    public bool IsBot { get; init; }
    public required string FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Username { get; init; }

    /// <summary>IETF language tag of the person's client.</summary>
    public string? LanguageCode { get; init; }

    /// <summary>Only in getMe.</summary>
    public bool? CanJoinGroups { get; init; }

    /// <summary>Only in getMe: true if privacy mode is off.</summary>
    public bool? CanReadAllGroupMessages { get; init; }

    /// <summary>Only in getMe.</summary>
    public bool? SupportsInlineQueries { get; init; }
}
