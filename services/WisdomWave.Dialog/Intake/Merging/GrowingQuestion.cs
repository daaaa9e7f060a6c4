using WisdomWave.Contracts.Dialog;

using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.Dialog.Intake.Merging;

/// <summary>
/// A question that further messages may extend until its reply is stored. Not thread-safe: only its conversation's grain calls it.
/// </summary>
internal sealed class GrowingQuestion
{
    private readonly List<QuestionPart> _parts;
    private readonly MergingOptions _options;
    private readonly TimeProvider _time;
    private TaskCompletionSource _changed = NewSignal();
    private CancellationTokenSource? _answering;
    private Task _merging = Task.CompletedTask;
    private long _grownAt;
    private bool _isOpen;
    private bool _isOutdated;
    private bool _isSettled;

    public GrowingQuestion(IEnumerable<QuestionPart> parts, MergingOptions options, TimeProvider time)
    {
        (_parts, _options, _time) = ([.. parts], options, time);
        _isOpen = MergeRules.ExpectMore(_parts, options);
        _grownAt = time.GetTimestamp();
    }

    public IReadOnlyList<QuestionPart> Parts => _parts;

    public string Text => MergedText.Of(_parts);

    public IReadOnlyList<Attachment> Files => [.. _parts.SelectMany(part => part.Files)];

    /// <summary>Whether the parts must be stored one by one, so that a restart can extend or merge them again.</summary>
    public bool IsStored => _isOpen || _parts.Count > 1;

    public bool Takes(QuestionPart next) => !_isSettled && MergeRules.Continues(_parts, next, _options);

    /// <summary>The parts and one more, ordered by update id.</summary>
    public IReadOnlyList<QuestionPart> With(QuestionPart next) => [.. _parts.Append(next).OrderBy(part => part.UpdateId)];

    /// <summary>
    /// Adds a part after <paramref name="store"/> has added it to the stored question. The question does not settle while a part is
    /// being stored.
    /// </summary>
    public async Task<bool> GrowAsync(QuestionPart next, Func<Task<bool>> store)
    {
        var merging = NewSignal();
        _merging = merging.Task;
        try
        {
            if (!await store())
                return false;

            var parts = With(next);
            _parts.Clear();
            _parts.AddRange(parts);
            _isOpen = MergeRules.ExpectMore(_parts, _options);
            _grownAt = _time.GetTimestamp();
            _isOutdated = true;
            Signal();
            if (_answering is { } answering)
                await answering.CancelAsync();
            return true;
        }
        finally
        {
            merging.SetResult();
        }
    }

    /// <summary>Call this when a message arrives that does not belong to the question: no more parts follow.</summary>
    public void Close()
    {
        _isOpen = false;
        Signal();
    }

    /// <summary>Returns when no more parts are expected: at once for ordinary messages. A stop ends the wait too.</summary>
    public async Task WaitUntilQuietAsync(CancellationToken stop)
    {
        using var activity = _isOpen ? DialogTracing.Source.StartPart("wait for further messages") : null;
        while (_isOpen && !stop.IsCancellationRequested)
        {
            var changed = _changed.Task;
            var rest = _options.QuietTime - _time.GetElapsedTime(_grownAt);
            if (rest <= TimeSpan.Zero)
                break;

            // The loop condition handles cancellation and timeout, so no exceptions.
            await changed.WaitAsync(rest, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        _isOutdated = false;
    }

    /// <summary>Cancelled when the question grows, or by <paramref name="stop"/>. Dispose it when the answer is complete.</summary>
    public CancellationTokenSource BeginAnswering(CancellationToken stop) => _answering = CancellationTokenSource.CreateLinkedTokenSource(stop);

    /// <returns>False when the question has grown since <see cref="WaitUntilQuietAsync"/>, so the answer is outdated.</returns>
    public async Task<bool> SettleAsync()
    {
        _answering = null;
        while (!_merging.IsCompleted)
            await _merging;
        return _isSettled = !_isOutdated;
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
