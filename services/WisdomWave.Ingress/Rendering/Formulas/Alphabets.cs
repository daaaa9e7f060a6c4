using System.Text;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>Letters of mathematical alphabets, and marks over letters.</summary>
internal static class Alphabets
{
    // Letters that Unicode had before it got the alphabets; their places there stay empty.
    private const string DoubleStruck = "CℂHℍNℕPℙQℚRℝZℤ";
    private const string Script = "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ";
    private const string Fraktur = "CℭHℌIℑRℜZℨ";

    /// <param name="command">For instance <c>mathbb</c>.</param>
    /// <param name="text">Other characters than letters and digits stay as they are.</param>
    public static string Of(string command, string text)
    {
        var (first, exceptions, digits) = command switch
        {
            "mathbb" or "Bbb" => (0x1D538, DoubleStruck, 0x1D7D8),
            "mathcal" or "mathscr" => (0x1D49C, Script, 0),
            "mathfrak" => (0x1D504, Fraktur, 0),
            _ => (0x1D400, "", 0x1D7CE),
        };
        var result = new StringBuilder();
        foreach (var c in text)
        {
            if (exceptions.IndexOf(c) is >= 0 and var place && place % 2 == 0)
                result.Append(exceptions[place + 1]);
            else if (char.IsAsciiLetterUpper(c))
                result.Append(new Rune(first + c - 'A'));
            else if (char.IsAsciiLetterLower(c))
                result.Append(new Rune(first + 26 + c - 'a'));
            else if (char.IsAsciiDigit(c) && digits > 0)
                result.Append(new Rune(digits + c - '0'));
            else
                result.Append(c);
        }

        return result.ToString();
    }

    /// <summary>The combining character that a command puts over (or under) its last letter; null for other commands.</summary>
    public static char? MarkOf(string command) => command switch
    {
        "hat" or "widehat" => '\u0302',
        "bar" => '\u0304',
        "overline" => '\u0305',
        "tilde" or "widetilde" => '\u0303',
        "vec" or "overrightarrow" => '\u20D7',
        "dot" => '\u0307',
        "ddot" => '\u0308',
        "check" => '\u030C',
        "breve" => '\u0306',
        "acute" => '\u0301',
        "grave" => '\u0300',
        "underline" => '\u0332',
        _ => null,
    };
}
