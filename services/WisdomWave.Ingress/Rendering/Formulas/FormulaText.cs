using System.Buffers;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>LaTeX as a line of readable Unicode: <c>\frac{a+b}{2} \leq x^2</c> becomes <c>(a + b)/2 ≤ x²</c>.</summary>
internal static class FormulaText
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("\\^_={}<>");

    /// <param name="latex">Without the marks around it. What is not understood stays as it is written.</param>
    /// <param name="isDisplay">Has lines of its own, so that each row of it may have one.</param>
    public static string Of(string latex, bool isDisplay)
    {
        var text = new FormulaReader(latex, isDisplay).ReadAll().Trim();
        return text.Length > 0 ? text : latex.Trim();
    }

    /// <summary>Whether what stands between two marks is a formula at all: "$5 and 10$" is not.</summary>
    public static bool LooksLikeFormula(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IsEmpty)
            return false;
        if (text.ContainsAny(Signs) || (text.Contains('+') && !text.Contains(' ')))
            return true;
        // Without any sign of mathematics: names of points and numbers, not words.
        var longest = 0;
        var run = 0;
        foreach (var c in text)
        {
            // Latin and Greek are the letters of formulas.
            if (char.IsLetter(c) && c > '\u03FF')
                return false;
            run = char.IsLetter(c) ? run + 1 : 0;
            longest = int.Max(longest, run);
        }

        return longest <= (text.Contains(' ') ? 1 : 3);
    }
}
