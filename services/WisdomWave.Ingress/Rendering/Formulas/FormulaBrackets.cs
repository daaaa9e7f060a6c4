using System.Globalization;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>Adds brackets where a fraction on one line would be ambiguous: (a + b)/2, but 1/n.</summary>
internal static class FormulaBrackets
{
    private const string Others = ".′°∂∞√!%∇…";

    public static string Numerator(string text) => IsOneFactor(text) ? text : $"({text})";

    /// <summary>1/(2a), because 1/2a could be read as half of a.</summary>
    public static string Denominator(string text) =>
        IsOneFactor(text) && !(text.Length > 0 && char.IsAsciiDigit(text[0]) && text.Any(char.IsLetter)) ? text : $"({text})";

    /// <summary>x², or f(x): at most one bracket, at the end.</summary>
    private static bool IsOneFactor(string text)
    {
        var bracket = text.IndexOf('(');
        return bracket < 0 ? text.All(IsPartOfFactor) : text[..bracket].All(IsPartOfFactor) && IsOneBracket(text.AsSpan(bracket));
    }

    private static bool IsPartOfFactor(char c) =>
        char.IsLetterOrDigit(c)
        || char.IsSurrogate(c)
        || Others.Contains(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.OtherNumber or UnicodeCategory.NonSpacingMark;

    private static bool IsOneBracket(ReadOnlySpan<char> text)
    {
        var open = 0;
        for (var i = 0; i < text.Length; i++)
        {
            open += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (open == 0)
                return i == text.Length - 1;
        }

        return false;
    }
}
