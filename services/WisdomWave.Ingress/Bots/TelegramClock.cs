namespace WisdomWave.Ingress.Bots;

/// <summary>Telegram's time, taken from response headers: the machine's clock may be wrong by hours or change while the service runs.</summary>
internal sealed class TelegramClock(TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _date;
    private long _notedAt;

    /// <summary>The machine's time until a response with a date has been received.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
                return _date is { } date ? date + time.GetElapsedTime(_notedAt) : time.GetUtcNow();
        }
    }

    /// <param name="date">A response's <c>Date</c> header; null when it has none.</param>
    public void Note(DateTimeOffset? date)
    {
        if (date is null)
            return;
        lock (_gate)
            (_date, _notedAt) = (date, time.GetTimestamp());
    }
}
