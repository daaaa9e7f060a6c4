using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Turns.Regenerating;

/// <summary>The result of regenerating, editing or continuing the last question.</summary>
/// <param name="Result">Whether a turn has been started.</param>
/// <param name="TurnId">The started turn, or the one that the same update started before.</param>
/// <param name="Replaced">The turn that it replaces; null when it replaces none.</param>
/// <param name="Sequence">The sequence of the replaced turn.</param>
/// <param name="Turn">The started turn as ingress needs it; null until it is queued.</param>
[GenerateSerializer, Immutable]
internal readonly record struct Operation(OperationResult Result, Guid TurnId = default, Guid? Replaced = null, long Sequence = 0, TurnRef? Turn = null);

internal enum OperationResult
{
    /// <summary>A turn has been started.</summary>
    Started,

    /// <summary>The same update arrived before; the turn is the one that it started then.</summary>
    TakenBefore,

    /// <summary>Nothing happens: the question is not the last one of the conversation, or an edit does not change it.</summary>
    Ignored,

    /// <summary>The last question belongs to another person, so the permission must be checked first.</summary>
    NotTheirs,

    /// <summary>The conversation has no question.</summary>
    NoQuestion,
}
