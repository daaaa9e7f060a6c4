namespace WisdomWave.Contracts.Dialog;

/// <summary>What a press on a button came to.</summary>
/// <param name="Toast">A short plain sentence to flash at who pressed, at most 200 characters; null for nothing.</param>
/// <param name="Replacement">What the message under which the button stands says from now on; null leaves it.</param>
/// <param name="Turn">The turn that the press began, whose reply is to be delivered (join it by <c>GET /turns/{id}/events</c>); null for none.</param>
public sealed record PressOutcome(string? Toast = null, Reply? Replacement = null, TurnRef? Turn = null)
{
    /// <summary>Turns that tell other people of it, in their private chats, and are to be delivered as well.</summary>
    public IReadOnlyList<TurnRef>? Notices { get; init; }
}
