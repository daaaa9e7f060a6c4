using System.Text;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>Mathematical alphabets and combining marks.</summary>
internal static class Alphabets
{
    // Letters that Unicode already had before it added the alphabets; their code points in the alphabets are unassigned.
    private const string DoubleStruck = "CℂHℍNℕPℙQℚRℝZℤ";
    private const string Script = "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ";
    private const string Fraktur = "CℭHℌIℑRℜZℨ";

    /// <param name="command">For instance <c>mathbb</c>.</param>
    /// <param name="text">Only letters and digits are converted.</param>
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

    /// <summary>The combining character that a command adds to the last letter of its argument; null for other commands.</summary>
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
