namespace WisdomWave.Dialog.Operations;

internal enum OperationResult
{
    /// <summary>A turn has begun.</summary>
    Begun,

    /// <summary>The update had been taken before; its turn is the one that it began then.</summary>
    TakenBefore,

    /// <summary>It concerns a question that is not the dialogue's last one, or changes nothing about it: nothing happens.</summary>
    Ignored,

    /// <summary>There is no question that it could concern.</summary>
    NoQuestion,
}
