namespace WisdomWave.Ingress.Rendering;

/// <summary>Spoilers as <c>||hidden||</c>, which Markdown does not have.</summary>
internal static class Spoilers
{
    private const int MarkLength = 2;

    /// <summary>Converts the delimiter pairs since <paramref name="start"/> into spoilers.</summary>
    public static void Close(FormattedTextBuilder builder, int start)
    {
        var text = builder.Since(start);
        if (!text.Contains("||", StringComparison.Ordinal))
            return;
        var marks = new List<int>();
        int? open = null;
        var code = builder.CodeSince(start);
        var next = 0;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            while (next < code.Count && code[next].End <= start + i)
                next++;
            if (text[i] != '|' || text[i + 1] != '|' || (next < code.Count && code[next].Offset <= start + i))
                continue;
            if (open is { } from && i > from + MarkLength && !char.IsWhiteSpace(text[i - 1]))
            {
                marks.Add(start + from);
                marks.Add(start + i);
                open = null;
                i++;
            }
            else if (Opens(text, i))
            {
                open ??= i;
                i++;
            }
        }

        builder.Remove(marks, MarkLength);
        // Removing the delimiters before a spoiler moves it to the left.
        for (var i = 0; i < marks.Count; i += 2)
            builder.Add(FormatKind.Spoiler, marks[i] - i * MarkLength, marks[i + 1] - (i + 1) * MarkLength);
    }

    // "a || b" is a condition: an opening delimiter is outside a word and touches the hidden text.
    private static bool Opens(ReadOnlySpan<char> text, int mark) =>
        mark + MarkLength < text.Length
        && !char.IsWhiteSpace(text[mark + MarkLength])
        && (mark == 0 || !char.IsLetterOrDigit(text[mark - 1]));
}
