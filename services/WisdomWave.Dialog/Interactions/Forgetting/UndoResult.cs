namespace WisdomWave.Dialog.Interactions.Forgetting;

/// <summary>What became of the wish to bring a forgotten conversation back.</summary>
internal enum UndoResult
{
    /// <summary>It is back, from now on or since an earlier press.</summary>
    Restored,

    /// <summary>Its time is over: it is erased, or about to be.</summary>
    TooLate,
}
