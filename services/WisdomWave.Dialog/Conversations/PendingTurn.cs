namespace WisdomWave.Dialog.Conversations;

/// <summary>A turn that waits for its reply.</summary>
/// <param name="Sequence">Its place in the order of all.</param>
/// <param name="Live">Where its followers are.</param>
/// <param name="Text">What the person wrote.</param>
/// <param name="Language">The tag of the person's client.</param>
/// <param name="AcceptedAt">When it was committed, or when it was found after a restart: <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed record PendingTurn(long Sequence, LiveTurn Live, string Text, string? Language, long AcceptedAt)
{
    public Guid Id => Live.Turn.Id;

    /// <summary>Whether it is a /stop that stopped something when it came.</summary>
    public bool HasStopped { get; init; }
}
