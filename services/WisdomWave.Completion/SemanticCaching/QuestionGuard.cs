using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WisdomWave.Completion.SemanticCaching;

/// <summary>Extracts what changes an answer but hardly changes a vector: numbers, signs (2+3 and 2*3, C++ and C#) and the number of negations.</summary>
internal static partial class QuestionGuard
{
    /// <returns>Equal strings for texts that may mean the same. The order of numbers matters: 5 − 3 is not 3 − 5.</returns>
    public static string Of(string text)
    {
        var guard = new StringBuilder();
        foreach (Match match in NumberOrSign().Matches(text))
            guard.Append(match.ValueSpan).Append(' ');
        return guard.Append(CultureInfo.InvariantCulture, $"!{Negation().Count(text)}").ToString();
    }

    // Numbers, and everything except letters, white space and the punctuation of sentences.
    [GeneratedRegex("""\p{Nd}+|[^\p{L}\p{M}\s\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{C}.,;:!?¿¡…"'`´—–]""")]
    private static partial Regex NumberOrSign();

    // In the languages of the bot's own texts.
    [GeneratedRegex("""\b(?:not?|never|none|nothing|nobody|cannot|without|\w+n['’]t|не|нет|ни|никогда|никто|ничего|нельзя|без)\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Negation();
}
