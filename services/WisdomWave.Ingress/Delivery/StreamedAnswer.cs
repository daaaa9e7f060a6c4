using System.Text;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>An answer while it is being written, for one writer and one reader. The reader polls; intermediate states are not queued.</summary>
internal sealed class StreamedAnswer
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource<StreamOutcome> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _changed;
    private long _version;

    /// <summary>Completes at the end of the answer.</summary>
    public Task<StreamOutcome> Ended => _end.Task;

    public void Append(string text)
    {
        lock (_gate)
        {
            _text.Append(text);
            Change();
        }
    }

    /// <summary>Discards the text so far.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            if (_text.Length == 0)
                return;
            _text.Clear();
            Change();
        }
    }

    public void End(StreamOutcome end) => _end.TrySetResult(end);

    public void Cancel(CancellationToken cancellationToken) => _end.TrySetCanceled(cancellationToken);

    public void Fail(Exception exception) => _end.TrySetException(exception);

    /// <summary>The text so far, and its version for <see cref="ChangedSince"/>.</summary>
    public (string Text, long Version) Read()
    {
        lock (_gate)
            return (_text.ToString(), _version);
    }

    /// <summary>Completes when the text differs from that of <paramref name="version"/>, or at the end.</summary>
    public Task ChangedSince(long version)
    {
        lock (_gate)
        {
            if (_version != version)
                return Task.CompletedTask;
            _changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return Task.WhenAny(_changed.Task, _end.Task);
        }
    }

    /// <summary>Waits for the end, at most for <paramref name="longest"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task UntilEndAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        await UntilEndOrCancelledAsync(longest, time, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Like <see cref="UntilEndAsync"/>, but returns normally when cancelled: this happens in every turn, and an exception would be slow.</summary>
    public async Task UntilEndOrCancelledAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken) =>
        await ((Task)Ended).WaitAsync(longest, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Change()
    {
        _version++;
        _changed?.TrySetResult();
        _changed = null;
    }
}

/// <summary>How an answer's event stream ended.</summary>
internal abstract record StreamOutcome
{
    private StreamOutcome()
    {
    }

    /// <param name="Started">A turn that this one started, to be delivered after it; null for none.</param>
    public sealed record Replied(Reply Reply, TurnRef? Started = null) : StreamOutcome;

    /// <summary>The reply was already fully delivered.</summary>
    public sealed record Delivered : StreamOutcome;

    /// <summary>Another ingress delivers the reply.</summary>
    public sealed record Taken : StreamOutcome;

    /// <summary>Dialog no longer knows the turn.</summary>
    public sealed record Forgotten : StreamOutcome;
}
