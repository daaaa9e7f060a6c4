namespace WisdomWave.Load.Outside;

/// <summary>The bot's updates, as Telegram keeps them: returned again until a higher offset confirms them.</summary>
internal sealed class UpdateQueue
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Id, byte[] Json)> _pending = new();
    private TaskCompletionSource _arrived = NewSignal();
    private long _lastId;

    /// <param name="write">Makes the update's JSON from its number.</param>
    public void Add(Func<long, byte[]> write)
    {
        TaskCompletionSource arrived;
        lock (_gate)
        {
            var id = ++_lastId;
            _pending.Enqueue((id, write(id)));
            arrived = _arrived;
        }

        arrived.TrySetResult();
    }

    /// <summary>The waiting updates, as soon as there are any; none after the timeout.</summary>
    public async Task<IReadOnlyList<byte[]>> TakeAsync(long offset, int limit, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Task arrived;
        lock (_gate)
        {
            if (Next(offset, limit) is { Count: > 0 } waiting)
                return waiting;
            if (_arrived.Task.IsCompleted)
                _arrived = NewSignal();
            arrived = _arrived.Task;
        }

        if (timeout > TimeSpan.Zero)
            await arrived.WaitAsync(timeout, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
            return Next(offset, limit);
    }

    private List<byte[]> Next(long offset, int limit)
    {
        while (_pending.TryPeek(out var first) && first.Id < offset)
            _pending.Dequeue();
        return [.. _pending.Take(limit).Select(update => update.Json)];
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
