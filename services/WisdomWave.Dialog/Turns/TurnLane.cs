using System.Diagnostics;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Runs the turns of one conversation one at a time, in the order of their arrival. Not thread-safe: everything runs on the conversation's
/// scheduler.
/// </summary>
/// <param name="run">Runs a turn; throws <see cref="OperationCanceledException"/> only when the lane is closed.</param>
/// <param name="begin">Returns null when the process shuts down: turns that have not started stay unfinished.</param>
/// <param name="whenEmpty">Called when no turn is left.</param>
internal sealed class TurnLane(Func<Turn, CancellationToken, Task> run, Func<IDisposable?> begin, Action whenEmpty) : IDisposable
{
    private readonly Queue<Turn> _pending = new();
    private readonly CancellationTokenSource _closing = new();
    private Turn? _current;
    private CancellationTokenSource? _currentStop;
    private Task _work = Task.CompletedTask;

    /// <summary>Cancelled when the lane is closed: unfinished turns stay unfinished.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>The running turn; null when there is none.</summary>
    public Turn? Current => _current;

    /// <summary>The turns that have not ended; the running or interrupted one comes first.</summary>
    public IEnumerable<Turn> Turns => _current is { } current ? _pending.Prepend(current) : _pending;

    public int Count => _pending.Count + (_current is null ? 0 : 1);

    public void Add(Turn turn)
    {
        _pending.Enqueue(turn);
        if (_work.IsCompleted)
            _work = WorkAsync();
    }

    /// <returns>False when the turn is neither running nor waiting.</returns>
    public async Task<bool> StopTurnAsync(Guid turnId)
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

    /// <summary>Discards a turn that has been replaced; does nothing when it has ended.</summary>
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
        // Let the call that added the turn return first. Each turn has a span of its own.
        await Task.Yield();
        Activity.Current = null;
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
                // An interrupted turn stays visible in Turns.
                _currentStop = null;
                if (!_closing.IsCancellationRequested)
                    _current = null;
            }
        }

        whenEmpty();
    }
}
