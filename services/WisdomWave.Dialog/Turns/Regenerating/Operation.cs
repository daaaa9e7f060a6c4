namespace WisdomWave.Dialog.Turns.Regenerating;

/// <summary>What became of a wish about the last question.</summary>
/// <param name="Result">Whether a turn has begun.</param>
/// <param name="TurnId">That turn.</param>
/// <param name="Replaced">The turn whose place it takes; null when it takes nobody's.</param>
/// <param name="Sequence">That place.</param>
[GenerateSerializer, Immutable]
internal readonly record struct Operation(OperationResult Result, Guid TurnId = default, Guid? Replaced = null, long Sequence = 0);
