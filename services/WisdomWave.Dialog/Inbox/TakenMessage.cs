namespace WisdomWave.Dialog.Inbox;

/// <summary>A message that is on disk.</summary>
/// <param name="TurnId">The turn that it belongs to.</param>
/// <param name="Sequence">The new turn's place in the order of all; null when the update had been taken before.</param>
[GenerateSerializer, Immutable]
internal readonly record struct TakenMessage(Guid TurnId, long? Sequence)
{
    public bool IsNew => Sequence is not null;
}
