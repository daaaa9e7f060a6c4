namespace WisdomWave.Completion.Models.Reasoning;

/// <summary>Tracks whether streamed Markdown is inside code: between backticks on a line, or between code fences.</summary>
internal sealed class CodeSpans
{
    private int _ticks;
    private bool _isInFence;
    private bool _isInSpan;

    public bool IsOpen => _isInFence || _isInSpan || _ticks is 1 or 2;

    public void Add(ReadOnlySpan<char> text)
    {
        if (_ticks == 0 && text.IndexOfAny('`', '\n') < 0)
            return;

        foreach (var character in text)
        {
            if (character == '`')
            {
                _ticks++;
                continue;
            }

            EndTicks();
            if (character == '\n')
                _isInSpan = false;
        }
    }

    private void EndTicks()
    {
        if (_ticks >= 3)
            _isInFence = !_isInFence;
        else if (_ticks > 0 && !_isInFence)
            _isInSpan = !_isInSpan;
        _ticks = 0;
    }
}
