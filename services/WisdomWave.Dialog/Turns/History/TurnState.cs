namespace WisdomWave.Dialog.Turns.History;

/// <summary>How far a turn has come; only ever rises: one that answers anew takes over a row, but is another turn. Numbers are stored.</summary>
internal enum TurnState
{
    /// <summary>On disk, its reply still to be made.</summary>
    Accepted = 0,

    /// <summary>Its reply is in the outbox.</summary>
    Replied = 1,

    /// <summary>Ingress has reported the reply's last part.</summary>
    Delivered = 2,
}
