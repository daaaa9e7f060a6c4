namespace WisdomWave.Ingress.Delivery;

/// <summary>So many within any stretch of such a length; they may come at once.</summary>
internal sealed class SlidingWindow(int most, TimeSpan length)
{
    private readonly Queue<TimeSpan> _taken = new();

    /// <summary>Nothing was taken within the length.</summary>
    public bool IsIdle(TimeSpan now)
    {
        Forget(now);
        return _taken.Count == 0;
    }

    /// <summary>How long until one more can be taken and still <paramref name="spare"/> are left.</summary>
    public TimeSpan WaitFor(TimeSpan now, int spare)
    {
        Forget(now);
        // So many have to leave the window first; more than it holds never will.
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
