namespace WisdomWave.Dialog.Turns.Regenerating;

/// <summary>What became of a wish about the last question.</summary>
/// <param name="Result">Whether a turn has begun.</param>
/// <param name="TurnId">That turn.</param>
/// <param name="Replaced">The turn whose place it takes; null when it takes nobody's.</param>
/// <param name="Sequence">That place.</param>
[GenerateSerializer, Immutable]
internal readonly record struct Operation(OperationResult Result, Guid TurnId = default, Guid? Replaced = null, long Sequence = 0);

internal enum OperationResult
{
    /// <summary>A turn has begun.</summary>
    Begun,

    /// <summary>The update had been taken before; its turn is the one that it began then.</summary>
    TakenBefore,

    /// <summary>It concerns a question that is not the dialogue's last one, or changes nothing about it: nothing happens.</summary>
    Ignored,

    /// <summary>The last question is somebody else's: whether the person may, is still to be found out.</summary>
    NotTheirs,

    /// <summary>There is no question that it could concern.</summary>
    NoQuestion,
}
