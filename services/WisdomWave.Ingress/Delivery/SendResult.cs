namespace WisdomWave.Ingress.Delivery;

/// <summary>The result of one attempt to send or edit a part.</summary>
internal readonly record struct SendResult(SendStatus Status, TimeSpan Wait = default)
{
    public static SendResult Sent => new(SendStatus.Sent);

    /// <summary>The obstacle was removed: retry at once.</summary>
    public static SendResult Retry => new(SendStatus.Retry);
}

internal enum SendStatus
{
    Sent,

    /// <summary>Retry after the wait.</summary>
    Retry,

    /// <summary>The chat does not accept the part.</summary>
    Undeliverable,
}
