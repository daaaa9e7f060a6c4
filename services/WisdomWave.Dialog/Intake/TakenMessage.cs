namespace WisdomWave.Dialog.Intake;

/// <summary>A message that is on disk, or needs not be.</summary>
/// <param name="TurnId">The turn that it belongs to.</param>
/// <param name="Sequence">The new turn's place in the order of all; null when the update had been taken before.</param>
[GenerateSerializer, Immutable]
internal readonly record struct TakenMessage(Guid TurnId, long? Sequence)
{
    public bool IsNew => Sequence is not null;

    /// <summary>It was refused without a word: there is no such turn.</summary>
    [Id(2)]
    public bool IsSilence { get; private init; }

    public static TakenMessage Silence(Guid turnId) => new(turnId, Sequence: null) { IsSilence = true };
}
