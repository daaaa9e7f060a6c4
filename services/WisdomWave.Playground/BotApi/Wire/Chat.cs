namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A chat as it appears in a message (core.telegram.org/bots/api#chat).</summary>
public sealed record Chat
{
    public required long Id { get; init; }

    /// <summary><c>private</c>, <c>group</c> or <c>supergroup</c>.</summary>
    public required string Type { get; init; }

    public string? Title { get; init; }
    public string? Username { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public bool? IsForum { get; init; }
}

/// <summary>The result of getChat.</summary>
public sealed record ChatFullInfo
{
    public required long Id { get; init; }
    public required string Type { get; init; }
    public string? Title { get; init; }
    public string? Username { get; init; }
    public string? FirstName { get; init; }
    public bool? IsForum { get; init; }
    public int AccentColorId { get; init; }
    public int MaxReactionCount { get; init; } = 11;
    public AcceptedGiftTypes AcceptedGiftTypes { get; init; } = new();
    public Message? PinnedMessage { get; init; }
}

/// <summary>A required part of getChat's answer; the playground accepts none.</summary>
public sealed record AcceptedGiftTypes
{
    public bool UnlimitedGifts { get; init; }
    public bool LimitedGifts { get; init; }
    public bool UniqueGifts { get; init; }
    public bool PremiumSubscription { get; init; }
    public bool GiftsFromChannels { get; init; }
}

/// <summary>A user's status in a chat: <c>creator</c>, <c>administrator</c>, <c>member</c>, <c>left</c> or <c>kicked</c>.</summary>
public sealed record ChatMember
{
    public required string Status { get; init; }
    public required User User { get; init; }
    public bool? IsAnonymous { get; init; }
    public bool? CanManageChat { get; init; }
    public bool? CanChangeInfo { get; init; }
    public bool? CanDeleteMessages { get; init; }
    public bool? CanRestrictMembers { get; init; }
    public bool? CanInviteUsers { get; init; }
    public bool? CanPinMessages { get; init; }

    /// <summary>Unix seconds, only for kicked members; 0 means forever.</summary>
    public long? UntilDate { get; init; }
}
