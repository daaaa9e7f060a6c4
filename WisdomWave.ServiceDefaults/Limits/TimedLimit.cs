namespace WisdomWave.ServiceDefaults.Limits;

/// <summary>
/// Allows a number of events per key within any period of the given length. The limiters of <c>System.Threading.RateLimiting</c> cannot be
/// used for this: a partitioned one wakes the process ten times a second, and they have no <see cref="TimeProvider"/>.
/// </summary>
public sealed class TimedLimit<TKey>(int permits, TimeSpan period, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();

    /// <summary>When the allowed events happened, the oldest first.</summary>
    private readonly Dictionary<TKey, Queue<long>> _events = [];
    private long _swept = time.GetTimestamp();

    /// <returns>False when the key has used up its permits. An event that is not allowed does not count.</returns>
    public bool TryTake(TKey key)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            Sweep(now);
            if (!_events.TryGetValue(key, out var events))
                _events[key] = events = new();
            RemoveOld(events, now);
            if (events.Count >= permits)
                return false;

            events.Enqueue(now);
            return true;
        }
    }

    /// <summary>Once per period, so that keys that never come back take no memory.</summary>
    private void Sweep(long now)
    {
        if (!IsOld(_swept, now))
            return;

        _swept = now;
        foreach (var (key, events) in _events)
        {
            RemoveOld(events, now);
            // A dictionary allows removals while it is enumerated.
            if (events.Count == 0)
                _events.Remove(key);
        }
    }

    private void RemoveOld(Queue<long> events, long now)
    {
        while (events.TryPeek(out var oldest) && IsOld(oldest, now))
            events.Dequeue();
    }

    private bool IsOld(long happened, long now) => time.GetElapsedTime(happened, now) >= period;
}
