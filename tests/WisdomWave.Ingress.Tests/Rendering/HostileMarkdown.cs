using System.Text;

namespace WisdomWave.Ingress.Tests.Rendering;

/// <summary>Markdown that exhausts a naive parser's stack or time: nested, repeated and unclosed delimiters. The same seed yields the same text.</summary>
internal static class HostileMarkdown
{
    private static readonly string[] Marks =
    [
        "*", "**", "***", "_", "__", "~~", "~", "`", "``", "```\n", "[", "![", "](", "](<", "[a](\"", "]", ")", "<", "<b>", "</b>", "<br>", "<!--", "-->", "<a href=\"", "<details>", "<li>",
        "<pre>", "&", "&amp;", "|", "||", "\\", "\\[", "\\(", "$", "$$", "$$\n", "> ", "- ", "1. ", "# ", "\n", "\n\n", "    ", "\t", "a", "a ", " ", "!", "http://a.b", "www.a",
        "[^1]", "[^1]: ", "[a]: b\n", "\"", "{", "}", "^", "_{", "\\frac", "\\sqrt[", "\\left(", "\\begin{cases}", "\u0301", "🙂", "\uD83D", "|-", "---\n", "===\n", "~~~\n",
    ];

    /// <summary>Repeats a few delimiters, sometimes with text and other delimiters in the middle.</summary>
    public static string Of(int seed, int length)
    {
        var random = new Random(seed);
        var piece = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Mark(random)));
        var text = new StringBuilder(random.Next(3) == 0 ? "|a|b|\n|-|-|\n" : "");
        while (text.Length < length)
            text.Append(piece);
        if (random.Next(2) == 0)
            text.Append('x').Insert(text.Length, Mark(random), length / 10);
        return text.ToString();
    }

    /// <summary>Inputs that once overflowed the stack or took many seconds, each about this long.</summary>
    public static IEnumerable<string> Families(int length)
    {
        foreach (var mark in Marks)
        {
            yield return Many(mark, length);
            yield return Many(mark + "a", length);
            yield return Many("a" + mark + " ", length);
        }

        yield return Many("*", length / 2) + "x" + Many("*", length / 2);
        yield return Many("_", length / 2) + "x" + Many("_", length / 2);
        yield return Many("*a ", length / 2) + Many("a* ", length / 2);
        yield return Many("**a *b ", length / 2) + Many("a* b** ", length / 2);
        yield return Many("[", length / 2) + Many("](a)", length / 2);
        yield return Many("![", length / 2) + Many("](a)", length / 2);
        yield return Many("<b>", length / 2) + Many("</b>", length / 2);
        yield return Many("<blockquote>", length / 2) + Many("</blockquote>", length / 2);
        yield return Many("~~a*b_c**d__e", length);
        yield return Many("||a||", length);
        yield return Many("`a` **b** ", length);
        yield return Many("|**a**|**b**|\n", length);
        yield return "|" + Many("a|", length / 4) + "\n|" + Many("-|", length / 4) + "\n" + Many("|a\n", length / 2);
        yield return string.Concat(Enumerable.Range(1, (int)Math.Sqrt(2 * length)).Select(i => "a" + new string('`', i)));
        yield return string.Concat(Enumerable.Range(0, (int)Math.Sqrt(length)).Select(i => new string(' ', 2 * i) + "- a\n"));
        yield return string.Concat(Enumerable.Range(0, (int)Math.Sqrt(2 * length)).Select(i => new string('>', i) + "a\n"));
        yield return string.Concat(Enumerable.Range(0, length / 10).Select(i => $"[a{i}]: b\n")) + Many("[a1] ", length / 10);
        yield return string.Concat(Enumerable.Range(0, length / 12).Select(i => $"[^{i}] ")) + "\n\n" + string.Concat(Enumerable.Range(0, length / 12).Select(i => $"[^{i}]: b\n\n"));
        foreach (var latex in new[] { "{", "\\frac{", "x^{", "\\sqrt[", "\\left(", "\\begin{cases}", "a&b\\\\", "\\text{", "\\a{" })
        {
            yield return "$$\n" + Many(latex, length) + "\n$$";
            yield return Many($"${latex}x$ ", length);
        }
    }

    private static string Mark(Random random) => Marks[random.Next(Marks.Length)];

    private static string Many(string piece, int length) => new StringBuilder().Insert(0, piece, length / piece.Length + 1).ToString();
}
