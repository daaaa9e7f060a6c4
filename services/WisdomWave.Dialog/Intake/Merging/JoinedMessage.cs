namespace WisdomWave.Dialog.Intake.Merging;

/// <param name="TurnId">The turn that the message belongs to.</param>
/// <param name="HasGrown">Whether it was not a part of it before.</param>
internal sealed record JoinedMessage(Guid TurnId, bool HasGrown);
