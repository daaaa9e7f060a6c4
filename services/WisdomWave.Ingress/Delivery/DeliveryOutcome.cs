namespace WisdomWave.Ingress.Delivery;

/// <summary>How a delivery ended.</summary>
internal enum DeliveryOutcome
{
    /// <summary>All parts were sent.</summary>
    Delivered,

    /// <summary>The reply was empty.</summary>
    Empty,

    /// <summary>The chat is closed to the bot or does not accept the text in any form.</summary>
    Undeliverable,

    /// <summary>Another ingress delivers the reply.</summary>
    Elsewhere,

    /// <summary>Dialog no longer knows the turn.</summary>
    Forgotten,

    /// <summary>The service or the bot stopped; the delivery resumes after the next start.</summary>
    Suspended,

    /// <summary>Repeated failures because of a bug: the reply was given up, and the parts not sent by then are lost.</summary>
    Failed,
}
