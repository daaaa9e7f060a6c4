namespace WisdomWave.Ingress.Delivery;

/// <summary>A rate limit (generic cell rate algorithm): a burst passes at once, then one send per interval.</summary>
/// <remarks>Times come from a monotonic clock, so changes of the machine's date have no effect.</remarks>
internal struct BurstLimit
{
    // The time at which all sends so far would be done, one interval after the other.
    private TimeSpan _busyUntil;

    /// <summary>True when enough time has passed for the full burst to be available.</summary>
    public readonly bool IsIdle(TimeSpan now) => _busyUntil <= now;

    /// <summary>How long until one more send is allowed that still leaves <paramref name="spare"/> sends of the burst.</summary>
    public readonly TimeSpan WaitFor(TimeSpan now, TimeSpan interval, int burst, int spare)
    {
        var wait = _busyUntil - now - interval * Math.Max(0, burst - 1 - spare);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Takes the next free send, even if it is in the future.</summary>
    /// <returns>How long until then.</returns>
    public TimeSpan Reserve(TimeSpan now, TimeSpan interval, int burst)
    {
        var wait = WaitFor(now, interval, burst, spare: 0);
        _busyUntil = (_busyUntil > now ? _busyUntil : now) + interval;
        return wait;
    }
}

/// <summary>A rate limit: at most this many within any period of the given length; they may come all at once.</summary>
internal sealed class WindowLimit(int most, TimeSpan length)
{
    private readonly Queue<TimeSpan> _taken = new();

    /// <summary>True when nothing was taken within the period.</summary>
    public bool IsIdle(TimeSpan now)
    {
        Forget(now);
        return _taken.Count == 0;
    }

    /// <summary>How long until one more is allowed that still leaves <paramref name="spare"/>.</summary>
    public TimeSpan WaitFor(TimeSpan now, int spare)
    {
        Forget(now);
        // This many entries have to leave the window first. If spare exceeds the limit, wait for all of them.
        var leaving = Math.Min(_taken.Count, _taken.Count + 1 + spare - most);
        return leaving <= 0 ? TimeSpan.Zero : _taken.ElementAt(leaving - 1) + length - now;
    }

    public void Take(TimeSpan now) => _taken.Enqueue(now);

    private void Forget(TimeSpan now)
    {
        while (_taken.TryPeek(out var first) && first + length <= now)
            _taken.Dequeue();
    }
}
