namespace WisdomWave.Completion.Reasoning;

/// <summary>Whether a Markdown text that comes in pieces is inside of code: between backticks on a line, or between fences.</summary>
internal sealed class CodeSpans
{
    private int _ticks;
    private bool _isInFence;
    private bool _isInSpan;

    public bool IsOpen => _isInFence || _isInSpan || _ticks is 1 or 2;

    public void Take(ReadOnlySpan<char> text)
    {
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
