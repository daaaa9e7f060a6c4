using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Conversations;

/// <summary>"Thinking…" in the place of the answer, from the moment that a model thinks, or that one which may be thinking has been silent for a while, to the first word.</summary>
internal sealed class ThinkingNote : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    private readonly LiveTurn _live;
    private readonly string _words;
    private readonly ITimer? _timer;
    private readonly Lock _gate = new();
    private bool _isShown;
    private bool _isOver;

    /// <param name="live">Where it is shown.</param>
    /// <param name="words">In the person's language.</param>
    /// <param name="mayBeSilent">Whether the model thinks without telling.</param>
    /// <param name="time">For the silence.</param>
    public ThinkingNote(LiveTurn live, string words, bool mayBeSilent, TimeProvider time)
    {
        (_live, _words) = (live, words);
        _timer = mayBeSilent ? time.CreateTimer(_ => Show(), null, Silence, Timeout.InfiniteTimeSpan) : null;
    }

    public void Show()
    {
        lock (_gate)
        {
            if (_isShown || _isOver)
                return;
            _isShown = true;
            _live.Append(_words);
        }
    }

    /// <returns>True when it has been shown and is now gone, with all that was streamed before it.</returns>
    public bool End()
    {
        lock (_gate)
        {
            if (_isOver)
                return false;
            _isOver = true;
            if (!_isShown)
                return false;
            _live.Notify(NoticeKind.StartedAnew);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _isOver = true;
        _timer?.Dispose();
    }
}
