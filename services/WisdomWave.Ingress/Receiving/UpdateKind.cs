namespace WisdomWave.Ingress.Receiving;

/// <summary>What becomes of an update.</summary>
internal enum UpdateKind
{
    /// <summary>A message for the bot.</summary>
    Addressed,

    /// <summary>Chatter among others, service messages.</summary>
    Unaddressed,

    /// <summary>A press on a button under one of the bot's messages.</summary>
    Button,

    /// <summary>A group that has another number from now on.</summary>
    Moved,

    /// <summary>A kind of update that the bot has no use for.</summary>
    Skipped,

    /// <summary>A message for the bot that has waited for more than a day.</summary>
    TooOld,

    /// <summary>Not what the Bot API describes.</summary>
    Malformed,

    /// <summary>A message that dialog does not take.</summary>
    Refused,
}
