using System.Text;

namespace WisdomWave.Ingress.Delivery;

/// <summary>An answer while it is being written: one writes, one looks at it now and then. What comes between two looks is not queued.</summary>
internal sealed class StreamedAnswer
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource<AnswerEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _changed;
    private long _version;

    /// <summary>Completes when nothing follows.</summary>
    public Task<AnswerEnd> Ended => _end.Task;

    public void Append(string text)
    {
        lock (_gate)
        {
            _text.Append(text);
            Change();
        }
    }

    /// <summary>What came so far is void; the text starts anew.</summary>
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

    public void End(AnswerEnd end) => _end.TrySetResult(end);

    public void Cancel(CancellationToken cancellationToken) => _end.TrySetCanceled(cancellationToken);

    public void Fail(Exception exception) => _end.TrySetException(exception);

    /// <summary>The text so far, and its version to wait with.</summary>
    public (string Text, long Version) Read()
    {
        lock (_gate)
            return (_text.ToString(), _version);
    }

    /// <summary>Completes when there is another text than that of <paramref name="version"/>, or the end.</summary>
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

    /// <summary>Waits for the end, and no longer than <paramref name="longest"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task UntilEndAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        await UntilEndOrCancelledAsync(longest, time, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>As <see cref="UntilEndAsync"/>, for who is cancelled in good order: an exception for each answer would be a cost of each turn.</summary>
    public async Task UntilEndOrCancelledAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken) =>
        await ((Task)Ended).WaitAsync(longest, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Change()
    {
        _version++;
        _changed?.TrySetResult();
        _changed = null;
    }
}
