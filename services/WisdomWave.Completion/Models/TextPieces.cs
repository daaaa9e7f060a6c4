using System.Text;

namespace WisdomWave.Completion.Models;

/// <summary>Pieces of an answer, joined. A single piece, the common case, is passed on without a copy.</summary>
internal struct TextPieces
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
        var text = _only ?? _many?.ToString() ?? "";
        Clear();
        return text;
    }

    public void Clear()
    {
        _only = null;
        _many?.Clear();
    }
}
