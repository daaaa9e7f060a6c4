using System.Text;

namespace WisdomWave.Ingress.Rendering;

/// <summary>Text that grows block by block: keeps the distance between blocks and the indentation of lists, and collects spans.</summary>
internal sealed class FormattedTextBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<FormatSpan> _spans = [];
    private readonly Stack<int> _indents = new();
    private int _indent;
    private int _breaks;
    private bool _afterBullet;

    public int Length => _text.Length;

    public char this[int index] => _text[index];

    /// <summary>The next text starts a block: at least <paramref name="lines"/> line ends stand before it, none at the very start.</summary>
    public void Break(int lines)
    {
        // The first block of a list item stands on the bullet's line.
        if (!_afterBullet)
            _breaks = Math.Max(_breaks, lines);
    }

    /// <summary>Lines that follow are indented by <paramref name="width"/> more, until <see cref="Outdent"/>.</summary>
    public void Indent(int width)
    {
        _indents.Push(_indent);
        _indent += width;
    }

    public void Outdent() => _indent = _indents.Pop();

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;
        StartBlock();
        _afterBullet = false;
        if (_indent == 0)
        {
            _text.Append(text);
            return;
        }

        foreach (var c in text)
        {
            // Blank lines stay empty.
            if (c != '\n' && _text.Length > 0 && _text[^1] == '\n')
                _text.Append(' ', _indent);
            _text.Append(c);
        }
    }

    /// <summary>What follows stands on the same line. The bullet ends with a space.</summary>
    public void AppendBullet(string bullet)
    {
        Append(bullet);
        _afterBullet = true;
    }

    /// <summary>A block of code: on lines of its own, never indented, since its spaces mean something.</summary>
    public void AppendCode(string code, string? language)
    {
        if (_afterBullet)
        {
            _afterBullet = false;
            _text.Length--;
            Break(1);
        }

        var indent = _indent;
        _indent = 0;
        StartBlock();
        var start = _text.Length;
        Append(code);
        _indent = indent;
        Close(FormatKind.Pre, start, language);
    }

    /// <summary>Formats what has been written since <paramref name="start"/>, without the space around it.</summary>
    public void Close(FormatKind kind, int start, string? argument = null)
    {
        var end = _text.Length;
        if (kind != FormatKind.Pre)
        {
            while (start < end && char.IsWhiteSpace(_text[start]))
                start++;
            while (start < end && char.IsWhiteSpace(_text[end - 1]))
                end--;
        }

        Add(kind, start, end, argument);
    }

    public void Add(FormatKind kind, int start, int end, string? argument = null)
    {
        if (start < end)
            _spans.Add(new(kind, start, end - start, argument));
    }

    public bool IsInCode(int index) => _spans.Exists(span => span.IsCode && span.Offset <= index && index < span.End);

    public void Remove(int start, int length)
    {
        _text.Remove(start, length);
        for (var i = 0; i < _spans.Count; i++)
        {
            var span = _spans[i];
            var from = Moved(span.Offset);
            _spans[i] = span with { Offset = from, Length = Moved(span.End) - from };
        }

        int Moved(int position) => position <= start ? position : Math.Max(start, position - length);
    }

    public string ToString(int start, int length) => _text.ToString(start, length);

    public FormattedText Build()
    {
        var length = _text.Length;
        while (length > 0 && char.IsWhiteSpace(_text[length - 1]))
            length--;
        return new(_text.ToString(0, length), FormatSpans.Normalize(_spans, length));
    }

    private void StartBlock()
    {
        if (_text.Length > 0)
            _text.Append('\n', _breaks);
        _breaks = 0;
    }
}
