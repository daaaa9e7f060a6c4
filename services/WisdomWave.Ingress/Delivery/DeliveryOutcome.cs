namespace WisdomWave.Ingress.Delivery;

/// <summary>How the delivery of a reply ended.</summary>
internal enum DeliveryOutcome
{
    /// <summary>Every part is in the chat.</summary>
    Delivered,

    /// <summary>There was nothing to say.</summary>
    Empty,

    /// <summary>The chat is closed to the bot, or takes the text in no form.</summary>
    Undeliverable,

    /// <summary>Another ingress delivers it.</summary>
    Elsewhere,

    /// <summary>Dialog does not know the turn any more: it was forgotten meanwhile.</summary>
    Forgotten,

    /// <summary>The service or the bot stopped: delivery goes on at the next start.</summary>
    Suspended,

    /// <summary>A bug of ours, again and again: it is set aside, and what was not shown by then is lost to the chat.</summary>
    Failed,
}
