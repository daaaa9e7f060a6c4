using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Intake.Merging;

/// <summary>
/// A question whose parts may still be coming, until its reply is being stored. Lives on its conversation's scheduler: one
/// thing happens at a time.
/// </summary>
internal sealed class GrowingQuestion
{
    private readonly List<QuestionPart> _parts;
    private readonly JoiningOptions _options;
    private readonly TimeProvider _time;
    private TaskCompletionSource _changed = NewSignal();
    private CancellationTokenSource? _answering;
    private Task _joining = Task.CompletedTask;
    private long _grownAt;
    private bool _isOpen;
    private bool _isOutdated;
    private bool _isSettled;

    public GrowingQuestion(IEnumerable<QuestionPart> parts, JoiningOptions options, TimeProvider time)
    {
        (_parts, _options, _time) = ([.. parts], options, time);
        _isOpen = JoinRules.ExpectMore(_parts, options);
        _grownAt = time.GetTimestamp();
    }

    public IReadOnlyList<QuestionPart> Parts => _parts;

    public string Text => JoinedText.Of(_parts);

    public IReadOnlyList<Attachment> Files => [.. _parts.SelectMany(part => part.Files)];

    /// <summary>Whether a restart has to know the parts one by one.</summary>
    public bool IsStored => _isOpen || _parts.Count > 1;

    public bool Takes(QuestionPart next) => !_isSettled && JoinRules.GoesOn(_parts, next, _options);

    /// <summary>The parts with one more, in the order of their updates.</summary>
    public IReadOnlyList<QuestionPart> With(QuestionPart next) => [.. _parts.Append(next).OrderBy(part => part.UpdateId)];

    /// <summary>Adds a part as soon as it is on disk; until that is known, the question does not settle.</summary>
    /// <param name="next">The part.</param>
    /// <param name="store">Tells whether it was added to the stored question.</param>
    public async Task<bool> GrowAsync(QuestionPart next, Func<Task<bool>> store)
    {
        var joining = NewSignal();
        _joining = joining.Task;
        try
        {
            if (!await store())
                return false;

            var parts = With(next);
            _parts.Clear();
            _parts.AddRange(parts);
            _isOpen = JoinRules.ExpectMore(_parts, _options);
            _grownAt = _time.GetTimestamp();
            _isOutdated = true;
            Signal();
            if (_answering is { } answering)
                await answering.CancelAsync();
            return true;
        }
        finally
        {
            joining.SetResult();
        }
    }

    /// <summary>Another message came: nothing more belongs to this one.</summary>
    public void Close()
    {
        _isOpen = false;
        Signal();
    }

    /// <summary>Returns when no more parts are to be expected: at once for ordinary messages. A stop ends the wait too.</summary>
    public async Task WaitUntilQuietAsync(CancellationToken stop)
    {
        while (_isOpen && !stop.IsCancellationRequested)
        {
            var changed = _changed.Task;
            var rest = _options.QuietTime - _time.GetElapsedTime(_grownAt);
            if (rest <= TimeSpan.Zero)
                break;

            // Without exceptions: the loop's head looks at what has happened.
            await changed.WaitAsync(rest, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        _isOutdated = false;
    }

    /// <summary>Cancelled when the question grows, or by <paramref name="stop"/>. To be disposed when the answer is there.</summary>
    public CancellationTokenSource BeginAnswering(CancellationToken stop) => _answering = CancellationTokenSource.CreateLinkedTokenSource(stop);

    /// <returns>False when the question has grown since <see cref="WaitUntilQuietAsync"/>: the answer is to another one.</returns>
    public async Task<bool> SettleAsync()
    {
        _answering = null;
        while (!_joining.IsCompleted)
            await _joining;
        return _isSettled = !_isOutdated;
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
