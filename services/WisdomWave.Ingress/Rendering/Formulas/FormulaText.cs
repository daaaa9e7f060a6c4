using System.Buffers;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>Converts LaTeX to readable Unicode: <c>\frac{a+b}{2} \leq x^2</c> becomes <c>(a + b)/2 ≤ x²</c>.</summary>
internal static class FormulaText
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("\\^_={}<>");

    /// <param name="latex">The formula without its delimiters. Unsupported commands stay as they are.</param>
    /// <param name="isDisplay">True puts each row of a formula on its own line.</param>
    public static string Of(string latex, bool isDisplay)
    {
        var text = new FormulaReader(latex, isDisplay).ReadAll().Trim();
        return text.Length > 0 ? text : latex.Trim();
    }

    /// <summary>Whether the text between two delimiters is a formula: "$5 and 10$" is not.</summary>
    public static bool LooksLikeFormula(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IsEmpty)
            return false;
        if (text.ContainsAny(Signs) || (text.Contains('+') && !text.Contains(' ')))
            return true;
        // Without mathematical symbols, accept names of points and numbers, but no words.
        var longest = 0;
        var run = 0;
        foreach (var c in text)
        {
            // Formulas use Latin and Greek letters.
            if (char.IsLetter(c) && c > '\u03FF')
                return false;
            run = char.IsLetter(c) ? run + 1 : 0;
            longest = int.Max(longest, run);
        }

        return longest <= (text.Contains(' ') ? 1 : 3);
    }
}
