namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// A rate as a line of reserved places (the generic cell rate algorithm): a burst passes at once, what follows is one interval apart.
/// </summary>
/// <remarks>Times are those of a clock that never goes back, whatever happens to the machine's date.</remarks>
internal struct RateLine
{
    // When all that was taken so far would be done, one interval after the other.
    private TimeSpan _busyUntil;

    /// <summary>Nothing was taken for so long that it is as good as new.</summary>
    public readonly bool IsIdle(TimeSpan now) => _busyUntil <= now;

    /// <summary>How long until one more can be taken and still <paramref name="spare"/> places of the burst are left.</summary>
    public readonly TimeSpan WaitFor(TimeSpan now, TimeSpan interval, int burst, int spare)
    {
        var wait = _busyUntil - now - interval * Math.Max(0, burst - 1 - spare);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Takes the next place, whenever it is.</summary>
    /// <returns>How long until then.</returns>
    public TimeSpan Reserve(TimeSpan now, TimeSpan interval, int burst)
    {
        var wait = WaitFor(now, interval, burst, spare: 0);
        _busyUntil = (_busyUntil > now ? _busyUntil : now) + interval;
        return wait;
    }
}
