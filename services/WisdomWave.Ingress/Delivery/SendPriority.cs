namespace WisdomWave.Ingress.Delivery;

/// <summary>What may be left out when there is more to send than Telegram takes, from the least to the most needed.</summary>
internal enum SendPriority
{
    Typing,

    /// <summary>An edit that a later one replaces.</summary>
    Edit,

    /// <summary>The first words of an answer.</summary>
    First,

    /// <summary>Text that must arrive, as a new message.</summary>
    Final,

    /// <summary>Text that must arrive, in a message that people are looking at already.</summary>
    Ending,
}
