namespace WisdomWave.Dialog.Turns;

/// <summary>
/// The turns of one conversation, run one at a time in the order in which they came. Not thread-safe: everything happens on
/// the conversation's scheduler.
/// </summary>
/// <param name="run">Brings a turn to its end; ends with <see cref="OperationCanceledException"/> only when the lane is closed.</param>
/// <param name="begin">Null when the process is to stop: what has not begun stays unfinished.</param>
/// <param name="whenEmpty">Called each time when no turn is left.</param>
internal sealed class TurnLane(Func<Turn, CancellationToken, Task> run, Func<IDisposable?> begin, Action whenEmpty) : IDisposable
{
    private readonly Queue<Turn> _pending = new();
    private readonly CancellationTokenSource _closing = new();
    private Turn? _current;
    private CancellationTokenSource? _currentStop;
    private Task _work = Task.CompletedTask;

    /// <summary>What is unfinished is to be left as it is.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>The turn that is running; null when none is.</summary>
    public Turn? Current => _current;

    /// <summary>The turns that have not ended, the one that runs or was interrupted first.</summary>
    public IEnumerable<Turn> Turns => _current is { } current ? _pending.Prepend(current) : _pending;

    public int Count => _pending.Count + (_current is null ? 0 : 1);

    public void Add(Turn turn)
    {
        _pending.Enqueue(turn);
        if (_work.IsCompleted)
            _work = WorkAsync();
    }

    /// <returns>False when that turn is neither running nor waiting.</returns>
    public async Task<bool> StopAsync(Guid turnId)
    {
        if (_pending.FirstOrDefault(turn => turn.Id == turnId) is { } waiting)
            return waiting.IsStopped = true;

        return _current?.Id == turnId && await StopCurrentAsync();
    }

    /// <returns>False when no turn is running.</returns>
    private async Task<bool> StopCurrentAsync()
    {
        if (_currentStop is not { } stop)
            return false;

        await stop.CancelAsync();
        return true;
    }

    /// <summary>Nothing that the turn comes to is wanted any more; does nothing when it has ended.</summary>
    public async Task DropAsync(Guid turnId)
    {
        foreach (var turn in _pending.Where(turn => turn.Id == turnId))
            turn.IsReplaced = true;
        if (_current is { } current && current.Id == turnId)
        {
            current.IsReplaced = true;
            await StopCurrentAsync();
        }
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _closing.CancelAsync();
        await _work.WaitAsync(cancellationToken);
    }

    public void Dispose() => _closing.Dispose();

    private async Task WorkAsync()
    {
        // Whoever adds a turn gets on with its call first.
        await Task.Yield();
        while (_pending.Count > 0)
        {
            using var underWay = begin();
            if (underWay is null)
                return;

            var turn = _pending.Dequeue();
            if (turn.IsReplaced)
                continue;

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
            (_current, _currentStop) = (turn, stop);
            try
            {
                if (turn.IsStopped)
                    await stop.CancelAsync();
                await run(turn, stop.Token);
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                return;
            }
            finally
            {
                // What is interrupted is still to be known.
                _currentStop = null;
                if (!_closing.IsCancellationRequested)
                    _current = null;
            }
        }

        whenEmpty();
    }
}
