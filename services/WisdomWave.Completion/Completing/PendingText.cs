using System.Text;

namespace WisdomWave.Completion.Completing;

/// <summary>Text that was received but not sent yet. A single piece, the common case, is passed on without a copy.</summary>
internal struct PendingText
{
    private string? _only;
    private StringBuilder? _many;

    public readonly int Length => _only?.Length ?? _many?.Length ?? 0;

    public void Append(string text)
    {
        if (Length == 0 && _many is null)
        {
            _only = text;
            return;
        }

        _many ??= new StringBuilder();
        _many.Append(_only).Append(text);
        _only = null;
    }

    public string Take()
    {
        var text = _only ?? _many!.ToString();
        _only = null;
        _many?.Clear();
        return text;
    }
}
