using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// A text that stands in place of the answer until its first word arrives. It says "Thinking…" as soon as the model reports reasoning, or
/// when a model that may reason without reporting it has been silent for a while; it says "slow to answer" when another model has been
/// silent for longer.
/// </summary>
internal sealed class WaitIndicator : IDisposable
{
    private static readonly TimeSpan ReasoningSilence = TimeSpan.FromSeconds(3);

    private readonly LiveTurn _live;
    private readonly Texts _texts;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private bool _isShown;
    private bool _isOver;

    public WaitIndicator(LiveTurn live, Texts texts, bool mayReasonSilently, TimeSpan slowAfter, TimeProvider time)
    {
        (_live, _texts) = (live, texts);
        _timer = time.CreateTimer(
            _ => Show(mayReasonSilently ? _texts.Thinking : _texts.SlowModel), null, mayReasonSilently ? ReasoningSilence : slowAfter, Timeout.InfiniteTimeSpan);
    }

    public void ShowThinking() => Show(_texts.Thinking);

    /// <returns>True when the indicator was visible and has been removed, together with everything streamed before it.</returns>
    public bool End()
    {
        lock (_gate)
        {
            if (_isOver)
                return false;
            _isOver = true;
            if (!_isShown)
                return false;
            _live.Restart();
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _isOver = true;
        _timer.Dispose();
    }

    private void Show(string text)
    {
        lock (_gate)
        {
            if (_isShown || _isOver)
                return;
            _isShown = true;
            _live.Append(text);
        }
    }
}
