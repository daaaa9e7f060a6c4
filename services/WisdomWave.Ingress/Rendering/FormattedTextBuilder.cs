using System.Runtime.InteropServices;

namespace WisdomWave.Ingress.Rendering;

/// <summary>Builds text block by block: manages blank lines between blocks and list indentation, and collects spans.</summary>
internal sealed class FormattedTextBuilder
{
    // Characters. More would leave too little width on a phone.
    private const int MaxIndent = 12;

    private readonly List<char> _text = [];
    private readonly List<FormatSpan> _spans = [];
    private readonly Stack<int> _indents = new();
    private readonly List<TextAnchor> _anchors = [];
    private int _indent;
    private int _breaks;
    private bool _afterBullet;

    public int Length => _text.Count;

    /// <summary>Whether the next text starts a line.</summary>
    public bool IsAtLineStart => _text.Count == 0 || _breaks > 0 || _afterBullet;

    public ReadOnlySpan<char> Since(int start) => CollectionsMarshal.AsSpan(_text)[start..];

    /// <summary>A position that is adjusted when text before it is removed, until <see cref="Drop"/>.</summary>
    public TextAnchor Anchor()
    {
        var anchor = new TextAnchor(_text.Count);
        _anchors.Add(anchor);
        return anchor;
    }

    public void Drop(TextAnchor anchor) => _anchors.Remove(anchor);

    /// <summary>Starts a block before the next text, with at least <paramref name="lines"/> line breaks; none at the start of the text.</summary>
    public void Break(int lines)
    {
        // The first block of a list item goes on the bullet's line.
        if (!_afterBullet)
            _breaks = Math.Max(_breaks, lines);
    }

    /// <summary>Indents the following lines by <paramref name="width"/> more characters, until <see cref="Outdent"/>.</summary>
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
        var indent = int.Min(_indent, MaxIndent);
        if (indent == 0)
        {
            _text.AddRange(text);
            return;
        }

        foreach (var c in text)
        {
            // Do not indent blank lines.
            if (c != '\n' && _text.Count > 0 && _text[^1] == '\n')
                AppendMany(' ', indent);
            _text.Add(c);
        }
    }

    /// <summary>Appends a bullet, which ends with a space; the next text goes on the same line.</summary>
    public void AppendBullet(string bullet)
    {
        Append(bullet);
        _afterBullet = true;
    }

    /// <summary>Appends a code block on its own lines. It is not indented, because its leading spaces are significant.</summary>
    public void AppendCode(string code, string? language)
    {
        if (_afterBullet)
        {
            _afterBullet = false;
            _text.RemoveAt(_text.Count - 1);
            Break(1);
        }

        var indent = _indent;
        _indent = 0;
        StartBlock();
        var start = _text.Count;
        Append(code);
        _indent = indent;
        Close(FormatKind.Pre, start, language);
    }

    /// <summary>Formats the text since <paramref name="start"/>, without surrounding white space.</summary>
    public void Close(FormatKind kind, int start, string? argument = null)
    {
        var end = _text.Count;
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

    /// <summary>The code spans since <paramref name="start"/>, in order and without nested ones.</summary>
    public List<FormatSpan> CodeSince(int start)
    {
        // Spans are added when they end, so the list is ordered by their ends.
        var first = _spans.Count;
        while (first > 0 && _spans[first - 1].End > start)
            first--;
        return FormatSpans.OuterCode(_spans.Skip(first));
    }

    /// <summary>Replaces the text since <paramref name="start"/> and drops its formatting.</summary>
    public void Replace(int start, string text)
    {
        _text.RemoveRange(start, _text.Count - start);
        _spans.RemoveAll(span => span.Offset >= start);
        Append(text);
    }

    /// <summary>Removes ranges of equal length, given in order, and moves spans and anchors accordingly.</summary>
    public void Remove(IReadOnlyList<int> places, int length)
    {
        if (places.Count == 0)
            return;
        var kept = places[0];
        for (var i = 0; i < places.Count; i++)
        {
            var from = places[i] + length;
            var to = i + 1 < places.Count ? places[i + 1] : _text.Count;
            var moved = CollectionsMarshal.AsSpan(_text);
            moved[from..to].CopyTo(moved[kept..]);
            kept += to - from;
        }

        CollectionsMarshal.SetCount(_text, kept);
        for (var i = 0; i < _spans.Count; i++)
        {
            var span = _spans[i];
            if (span.End <= places[0])
                continue;
            var offset = Moved(span.Offset);
            _spans[i] = span with { Offset = offset, Length = Moved(span.End) - offset };
        }

        foreach (var anchor in _anchors)
            anchor.Position = Moved(anchor.Position);

        int Moved(int position)
        {
            var (low, high) = (0, places.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (places[middle] < position)
                    low = middle + 1;
                else
                    high = middle;
            }

            // The position may lie inside the last removed range.
            return low == 0 ? position : position - low * length + int.Max(0, places[low - 1] + length - position);
        }
    }

    public FormattedText Build()
    {
        Remove(SpacesAtLineEnds(), length: 1);
        var text = CollectionsMarshal.AsSpan(_text).TrimEnd().ToString();
        return new(text, FormatSpans.Normalize(_spans, text.Length));
    }

    /// <summary>Excludes code, where trailing spaces may be significant.</summary>
    private List<int> SpacesAtLineEnds()
    {
        var places = new List<int>();
        var code = CodeSince(0);
        for (var i = _text.Count - 2; i >= 0; i--)
        {
            if (_text[i] != ' ' || (_text[i + 1] != '\n' && (places.Count == 0 || places[^1] != i + 1)))
                continue;
            var next = FormatSpans.FirstBehind(code, i);
            if (next == code.Count || code[next].Offset > i)
                places.Add(i);
        }

        places.Reverse();
        return places;
    }

    private void StartBlock()
    {
        if (_text.Count > 0)
            AppendMany('\n', _breaks);
        _breaks = 0;
    }

    private void AppendMany(char c, int count)
    {
        for (var i = 0; i < count; i++)
            _text.Add(c);
    }
}
