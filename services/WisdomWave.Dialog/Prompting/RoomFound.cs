namespace WisdomWave.Dialog.Prompting;

internal enum RoomFound
{
    AllFits,

    /// <summary>Turns left the window; the person is told.</summary>
    OldestLeft,

    /// <summary>Even alone it leaves no room for an answer.</summary>
    QuestionTooLong,
}
