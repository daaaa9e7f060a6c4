using System.Text;

namespace WisdomWave.Ingress.Tests.Rendering;

/// <summary>Random Markdown, the same for the same seed.</summary>
internal static class RandomMarkdown
{
    private static readonly string[] Pieces =
    [
        "**", "*", "__", "_", "~~", "||", "`", "``", "```", "```cs\n", "~~~\n", "> ", ">> ", "- ", "  - ", "    ", "1. ", "23) ", "- [x] ", "# ", "###### ",
        "\n", "\n\n", "\n\n\n", "  \n", "\\", "[", "](", ")", "![", "](https://example.org/", "<https://", "https://a.b/c_d_", "[^1]", "[x]: y\n", "|", "|-|-|\n",
        "| a | b |\n|---|:-:|\n| 1 | 2 |\n", "---\n", "===\n", "<b>", "</div>", "<!-- ", "&amp;", "&#0;", "&#x202E;", "$x$", "\\(", "(", "\t", "\0", "\r", "\u2028",
        "$$\n", "$$", "\\[\n", "\\]\n", "\\)", "$\\frac{a}{b}$ ", "\\sum_{i=1}^", "\\begin{cases} ", "\\end{cases}", "{", "}", "^", "_{", " & ", "\\\\ ",
        "\\left(", "\\text{", "```math\n", "$5 ", "10$ ", "[^1]: note\n", "[^x]", "\n[^x]: ", "> a long quote of some words\n> and more\n",
        "| a rather long heading | and another long one |\n|---|---|\n| [x](https://a.b) | $x^2$ |\n", "||secret|| ",
        "<details>", "<summary>", "</summary>", "</details>\n", "<br>", "<sub>", "2</sub>", "<ul>", "<li>", "</li>", "<pre>", "</pre>\n", "<a href=\"https://a.b\">", "</a>",
        "-->", "<i>", "</i>", "<kbd>", "</kbd>", "<blockquote>", "</blockquote>", "<p>", "<td>", "<T> ", "a < b ", "__init__.py ", "**!**a", "arr\\[i\\]",
        "word ", "слово ", "日本語", "🙂", "👨‍👩‍👧‍👦", "🇩🇪", "e\u0301", "\u200D", "\uD83D", "\uDE42", "snake_case ", "2*3*4 ", "A sentence. ", "«Да!» ",
    ];

    private static readonly string[] FormulaPieces =
    [
        "\\frac", "\\sqrt", "\\sqrt[3]", "\\left(", "\\right)", "\\left", "\\text{", "\\mathbb{R}", "\\vec", "\\not", "\\begin{pmatrix}", "\\end{pmatrix}",
        "\\begin{cases}", "\\end{cases}", "\\begin{aligned}", "\\end{aligned}", "\\begin{", "\\end", "\\unknown", "\\operatorname*", "\\sum", "\\int", "\\lim",
        "\\alpha", "\\leq", "\\to", "\\\\", "\\,", "\\", "&", "{", "}", "^", "_", "'", "[", "]", "(", ")", "|", "+", "-", "=", "<", ",", " ", "x", "1", "dx", "𝐯", "ю", "\u0301",
    ];

    public static string FormulaOf(int seed)
    {
        var random = new Random(seed);
        return "x" + string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => FormulaPieces[random.Next(FormulaPieces.Length)]));
    }

    public static string Of(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        var pieces = random.Next(1, 120);
        for (var i = 0; i < pieces; i++)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
            if (random.Next(40) == 0)
                text.Append(new string((char)random.Next('a', 'f'), random.Next(1, 5000)));
            if (random.Next(60) == 0)
                text.Insert(0, string.Concat(Enumerable.Repeat("word, ", random.Next(1, 1000))));
        }

        return text.ToString();
    }
}
