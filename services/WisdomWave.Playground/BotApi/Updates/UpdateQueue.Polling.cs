using System.Text.Json;
using System.Text.Json.Nodes;

namespace WisdomWave.Playground.BotApi.Updates;

/// <content>getUpdates: waits for updates, returns them and confirms earlier ones.</content>
internal sealed partial class UpdateQueue
{
    /// <summary>Returns null if a webhook is set. If another poll ended this one, <see cref="UpdateBatch.Terminated"/> is true.</summary>
    public async ValueTask<UpdateBatch?> GetAsync(int offset, int limit, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Poll poll;
        lock (_lock)
        {
            if (_hasWebhook)
                return null;

            LastPolledAt = time.GetUtcNow();
            _poll?.End(terminated: true);
            _poll = null;
            Confirm(offset);
            if (IsReady || timeout == TimeSpan.Zero)
                return Take(limit);
            _poll = poll = new Poll();
        }

        using var giveUp = new CancellationTokenSource(timeout, time);
        using (giveUp.Token.UnsafeRegister(static state => ((Poll)state!).End(terminated: false), poll))
        using (cancellationToken.UnsafeRegister(static state => ((Poll)state!).End(terminated: false), poll))
        {
            if (await poll.Ended)
                return UpdateBatch.TerminatedByOther;
        }

        lock (_lock)
        {
            if (_poll == poll)
                _poll = null;
            LastPolledAt = time.GetUtcNow();
            return cancellationToken.IsCancellationRequested ? UpdateBatch.Empty : Take(limit);
        }
    }

    private void Confirm(int offset)
    {
        Expire();
        if (offset < 0)
        {
            while (_pending.Count > -(long)offset)
                _pending.RemoveFirst();
            return;
        }

        if (offset > _lastId + 1 && !_handedOut)
        {
            // The poller remembers higher IDs from before the playground restarted. Continue above them, so that no update is lost.
            Renumber(offset);
            return;
        }

        while (_pending.First is { } first && first.Value.Id < offset)
        {
            if (_duplicates > 0)
            {
                _duplicates--;
                _repeats.Add(first.Value);
            }

            _pending.RemoveFirst();
        }
    }

    private UpdateBatch Take(int limit)
    {
        if (_pending.Count <= _held && _repeats.Count == 0)
            return UpdateBatch.Empty;

        _held = 0;
        var taken = new List<ReadOnlyMemory<byte>>(Math.Min(limit, _repeats.Count + _pending.Count));
        taken.AddRange(_repeats.Take(limit).Select(update => update.Json));
        _repeats.RemoveRange(0, taken.Count);
        foreach (var update in _pending)
        {
            if (taken.Count == limit)
                break;
            taken.Add(update.Json);
        }

        if (_reversals > 0 && taken.Count > 1)
        {
            _reversals--;
            taken.Reverse();
        }

        _handedOut |= taken.Count > 0;
        return new UpdateBatch(taken, Terminated: false);
    }

    private void Renumber(int firstId)
    {
        _lastId = firstId - 1;
        for (var node = _pending.First; node is not null; node = node.Next)
        {
            var update = JsonNode.Parse(node.Value.Json.Span)!.AsObject();
            update["update_id"] = ++_lastId;
            node.Value = node.Value with { Id = _lastId, Json = JsonSerializer.SerializeToUtf8Bytes(update) };
        }
    }

    private sealed class Poll
    {
        private readonly TaskCompletionSource<bool> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<bool> Ended => _end.Task;

        public void End(bool terminated) => _end.TrySetResult(terminated);
    }
}

/// <summary>The result of one getUpdates call.</summary>
internal sealed record UpdateBatch(IReadOnlyList<ReadOnlyMemory<byte>> Updates, bool Terminated)
{
    public static readonly UpdateBatch Empty = new([], Terminated: false);
    public static readonly UpdateBatch TerminatedByOther = new([], Terminated: true);
}
