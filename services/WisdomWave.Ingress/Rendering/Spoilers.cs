namespace WisdomWave.Ingress.Rendering;

/// <summary><c>||hidden||</c>, which Markdown does not know.</summary>
internal static class Spoilers
{
    private const int MarkLength = 2;

    /// <summary>Turns the pairs of marks written since <paramref name="start"/> into spoilers.</summary>
    public static void Close(FormattedTextBuilder builder, int start)
    {
        int? open = null;
        for (var i = start; i + 1 < builder.Length; i++)
        {
            if (builder[i] != '|' || builder[i + 1] != '|' || builder.IsInCode(i))
                continue;
            if (open is { } from && i > from + MarkLength && !char.IsWhiteSpace(builder[i - 1]))
            {
                builder.Remove(i, MarkLength);
                builder.Remove(from, MarkLength);
                builder.Add(FormatKind.Spoiler, from, i - MarkLength);
                open = null;
                i -= MarkLength + 1;
            }
            else if (Opens(builder, i, start))
            {
                open ??= i;
                i++;
            }
        }
    }

    // "a || b" is a condition: a mark stands outside a word and touches what it hides.
    private static bool Opens(FormattedTextBuilder builder, int mark, int start) =>
        mark + MarkLength < builder.Length
        && !char.IsWhiteSpace(builder[mark + MarkLength])
        && (mark == start || !char.IsLetterOrDigit(builder[mark - 1]));
}
