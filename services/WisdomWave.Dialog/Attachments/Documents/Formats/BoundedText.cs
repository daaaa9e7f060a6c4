using System.Text;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Text that grows up to a bound; what would go beyond it is dropped.</summary>
internal sealed class BoundedText(int limit)
{
    private readonly StringBuilder _text = new();
    private bool _isCut;

    /// <summary>Reading on adds nothing.</summary>
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

    /// <summary>Ends the line and leaves one empty, except at the beginning.</summary>
    public void EndBlock()
    {
        EndLine();
        if (!IsEmpty && !(_text.Length > 1 && _text[^2] == '\n'))
            Append('\n');
    }

    /// <summary>Ends a table's cell, whose last paragraph may have ended its line: the next cell stands on the same line.</summary>
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
