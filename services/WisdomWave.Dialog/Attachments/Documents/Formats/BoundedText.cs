using System.Text;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Collects text up to a limit, and drops the rest.</summary>
internal sealed class BoundedText(int limit)
{
    private readonly StringBuilder _text = new();
    private bool _isCut;

    /// <summary>Whether the limit is reached, so reading more is useless.</summary>
    public bool IsFull => _text.Length >= limit;

    public bool IsEmpty => _text.Length == 0;

    private bool IsAtLineStart => IsEmpty || _text[^1] == '\n';

    public void Append(char character) => Append([character]);

    public void Append(ReadOnlySpan<char> text)
    {
        var room = limit - _text.Length;
        _isCut |= text.Length > room;
        _text.Append(text[..Math.Min(text.Length, room)]);
    }

    public void EndLine()
    {
        if (!IsAtLineStart)
            Append('\n');
    }

    /// <summary>Ends the line and adds an empty one, except at the start.</summary>
    public void EndBlock()
    {
        EndLine();
        if (!IsEmpty && !(_text.Length > 1 && _text[^2] == '\n'))
            Append('\n');
    }

    /// <summary>Ends a table cell. The next cell belongs on the same line, so the line end of the cell's last paragraph is removed.</summary>
    public void EndCell()
    {
        if (_text.Length > 0 && _text[^1] == '\n')
            _text.Length--;
        Append('\t');
    }

    public DocumentText End()
    {
        if (IsFull && _text.Length > 0 && char.IsHighSurrogate(_text[^1]))
            _text.Length--;
        return new(_text.ToString(), !_isCut && !IsFull);
    }
}
