namespace WisdomWave.Ingress.Bots;

/// <summary>Telegram's time, by the dates of its answers: the machine's own date may be wrong by hours, or be set while the service runs.</summary>
internal sealed class TelegramClock(TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _date;
    private long _notedAt;

    /// <summary>The machine's time as long as no answer had a date.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
                return _date is { } date ? date + time.GetElapsedTime(_notedAt) : time.GetUtcNow();
        }
    }

    /// <param name="date">An answer's <c>Date</c> header; null when it has none.</param>
    public void Note(DateTimeOffset? date)
    {
        if (date is null)
            return;
        lock (_gate)
            (_date, _notedAt) = (date, time.GetTimestamp());
    }
}
