namespace WisdomWave.Dialog.Turns;

/// <summary>What a /stop came to.</summary>
internal enum StopResult
{
    /// <summary>Nothing was being answered.</summary>
    Nothing,

    Stopped,

    /// <summary>Somebody else had asked.</summary>
    NotAllowed,
}
