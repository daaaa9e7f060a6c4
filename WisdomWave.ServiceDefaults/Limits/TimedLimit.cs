namespace WisdomWave.ServiceDefaults.Limits;

/// <summary>
/// Allows a number of events per key in each window, which begins with the key's first event. Like the fixed window limiter of
/// <c>System.Threading.RateLimiting</c>, but on a <see cref="TimeProvider"/>.
/// </summary>
public sealed class TimedLimit<TKey>(int permits, TimeSpan window, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, (long Began, int Used)> _windows = [];
    private long _swept = time.GetTimestamp();

    /// <returns>False when the key has used up its window. An event that is not allowed does not count.</returns>
    public bool TryTake(TKey key)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            Sweep(now);
            if (!_windows.TryGetValue(key, out var current) || HasEnded(current.Began, now))
                current = (now, 0);
            if (current.Used >= permits)
                return false;

            _windows[key] = (current.Began, current.Used + 1);
            return true;
        }
    }

    /// <summary>Once per window, so that keys that never come back take no memory.</summary>
    private void Sweep(long now)
    {
        if (!HasEnded(_swept, now))
            return;

        _swept = now;
        foreach (var key in _windows.Where(current => HasEnded(current.Value.Began, now)).Select(current => current.Key).ToList())
            _windows.Remove(key);
    }

    private bool HasEnded(long began, long now) => time.GetElapsedTime(began, now) >= window;
}
