using System.Globalization;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>Brackets around what would fall apart on one line: (a + b)/2, but 1/n.</summary>
internal static class Bracketed
{
    private const string Others = ".′°∂∞√!%∇…";

    public static string Numerator(string text) => IsOneFactor(text) ? text : $"({text})";

    /// <summary>1/(2a), since 1/2a might be read as half an a.</summary>
    public static string Denominator(string text) =>
        IsOneFactor(text) && !(text.Any(char.IsAsciiDigit) && text.Any(char.IsLetter)) ? text : $"({text})";

    private static bool IsOneFactor(string text)
    {
        if (text.Length > 0 && IsOneBracket(text))
            return true;
        return text.All(IsPartOfFactor);
    }

    private static bool IsPartOfFactor(char c) =>
        char.IsLetterOrDigit(c)
        || char.IsSurrogate(c)
        || Others.Contains(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.OtherNumber or UnicodeCategory.NonSpacingMark;

    private static bool IsOneBracket(string text)
    {
        if (text[0] != '(' || text[^1] != ')')
            return false;
        var open = 0;
        for (var i = 0; i < text.Length; i++)
        {
            open += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (open == 0 && i < text.Length - 1)
                return false;
        }

        return open == 0;
    }
}
