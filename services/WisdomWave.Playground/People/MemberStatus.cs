namespace WisdomWave.Playground.People;

/// <summary>Somebody's new status in a group: <c>creator</c>, <c>administrator</c>, <c>member</c>, <c>left</c>.</summary>
public sealed record MemberStatus
{
    public required string Status { get; init; }
}
