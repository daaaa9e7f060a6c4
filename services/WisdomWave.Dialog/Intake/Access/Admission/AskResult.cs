namespace WisdomWave.Dialog.Intake.Access.Admission;

/// <summary>What becomes of a stranger's wish to be let in.</summary>
internal enum AskResult
{
    Asked,

    /// <summary>Within the time in which one may ask once.</summary>
    AskedBefore,

    /// <summary>Others have asked as often as an admin is to be bothered in a day.</summary>
    TooMany,
}
