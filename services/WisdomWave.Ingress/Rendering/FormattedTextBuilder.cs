using System.Runtime.InteropServices;

namespace WisdomWave.Ingress.Rendering;

/// <summary>Text that grows block by block: keeps the distance between blocks and the indentation of lists, and collects spans.</summary>
internal sealed class FormattedTextBuilder
{
    // On a phone more would leave no room for words.
    private const int MaxIndent = 12;

    private readonly List<char> _text = [];
    private readonly List<FormatSpan> _spans = [];
    private readonly Stack<int> _indents = new();
    private readonly List<TextAnchor> _anchors = [];
    private int _indent;
    private int _breaks;
    private bool _afterBullet;

    public int Length => _text.Count;

    /// <summary>Whatever comes next starts a line: nothing is written yet, or a break is due.</summary>
    public bool IsAtLineStart => _text.Count == 0 || _breaks > 0 || _afterBullet;

    public ReadOnlySpan<char> Since(int start) => CollectionsMarshal.AsSpan(_text)[start..];

    /// <summary>A place that stays the same one when text before it is taken out; until <see cref="Drop"/>.</summary>
    public TextAnchor Anchor()
    {
        var anchor = new TextAnchor(_text.Count);
        _anchors.Add(anchor);
        return anchor;
    }

    public void Drop(TextAnchor anchor) => _anchors.Remove(anchor);

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
        var indent = int.Min(_indent, MaxIndent);
        if (indent == 0)
        {
            _text.AddRange(text);
            return;
        }

        foreach (var c in text)
        {
            // Blank lines stay empty.
            if (c != '\n' && _text.Count > 0 && _text[^1] == '\n')
                AppendMany(' ', indent);
            _text.Add(c);
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

    /// <summary>Formats what has been written since <paramref name="start"/>, without the space around it.</summary>
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

    /// <summary>Stretches of code since <paramref name="start"/>, in order, none inside another.</summary>
    public List<FormatSpan> CodeSince(int start)
    {
        // What has ended before comes before in the list too.
        var first = _spans.Count;
        while (first > 0 && _spans[first - 1].End > start)
            first--;
        return FormatSpans.OuterCode(_spans.Skip(first));
    }

    /// <summary>Puts another text in the place of what has been written since <paramref name="start"/>, and drops its formatting.</summary>
    public void Replace(int start, string text)
    {
        _text.RemoveRange(start, _text.Count - start);
        _spans.RemoveAll(span => span.Offset >= start);
        Append(text);
    }

    /// <summary>Takes out stretches of the same length, given in order; what is formatted around them stays so.</summary>
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

            // The last one may hold the position.
            return low == 0 ? position : position - low * length + int.Max(0, places[low - 1] + length - position);
        }
    }

    public FormattedText Build()
    {
        Remove(SpacesAtLineEnds(), length: 1);
        var text = CollectionsMarshal.AsSpan(_text).TrimEnd().ToString();
        return new(text, FormatSpans.Normalize(_spans, text.Length));
    }

    /// <summary>Outside of code, where they may mean something.</summary>
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
