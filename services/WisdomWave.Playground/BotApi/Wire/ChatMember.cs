namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>Somebody's standing in a chat: <c>creator</c>, <c>administrator</c>, <c>member</c>, <c>left</c> or <c>kicked</c>.</summary>
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

    /// <summary>Unix seconds; 0 is for ever. Only for those who were kicked.</summary>
    public long? UntilDate { get; init; }
}
