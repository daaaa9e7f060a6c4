using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Stands in the place of the answer until its first word: "Thinking…" as soon as the model thinks, or when a model that may think
/// without telling has been silent for a while; "slow to answer" when any other has been silent for longer.
/// </summary>
internal sealed class WaitIndicator : IDisposable
{
    private static readonly TimeSpan SilenceOfThinkers = TimeSpan.FromSeconds(3);

    private readonly LiveTurn _live;
    private readonly Texts _texts;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private bool _isShown;
    private bool _isOver;

    /// <param name="live">Where it is shown.</param>
    /// <param name="texts">The person's language.</param>
    /// <param name="mayThinkSilently">Whether the model thinks without telling.</param>
    /// <param name="slowAfter">How long another model may be silent.</param>
    /// <param name="time">For the silence.</param>
    public WaitIndicator(LiveTurn live, Texts texts, bool mayThinkSilently, TimeSpan slowAfter, TimeProvider time)
    {
        (_live, _texts) = (live, texts);
        _timer = time.CreateTimer(
            _ => Show(mayThinkSilently ? _texts.Thinking : _texts.SlowModel), null, mayThinkSilently ? SilenceOfThinkers : slowAfter, Timeout.InfiniteTimeSpan);
    }

    public void ShowThinking() => Show(_texts.Thinking);

    /// <returns>True when a note has been shown and is now gone, with all that was streamed before it.</returns>
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
        _timer.Dispose();
    }

    private void Show(string words)
    {
        lock (_gate)
        {
            if (_isShown || _isOver)
                return;
            _isShown = true;
            _live.Append(words);
        }
    }
}
