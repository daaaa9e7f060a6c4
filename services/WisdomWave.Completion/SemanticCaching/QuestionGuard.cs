using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WisdomWave.Completion.SemanticCaching;

/// <summary>What changes an answer but hardly a vector: numbers, signs (2+3 and 2*3, C++ and C#), how often something is denied.</summary>
internal static partial class QuestionGuard
{
    /// <returns>Equal for texts that may mean the same. Numbers keep their order: 5 − 3 is not 3 − 5.</returns>
    public static string Of(string text)
    {
        var guard = new StringBuilder();
        foreach (Match match in NumberOrSign().Matches(text))
            guard.Append(match.ValueSpan).Append(' ');
        return guard.Append(CultureInfo.InvariantCulture, $"!{Denial().Count(text)}").ToString();
    }

    // What is neither a letter nor a space nor what sentences are made of.
    [GeneratedRegex("""\p{Nd}+|[^\p{L}\p{M}\s\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{C}.,;:!?¿¡…"'`´—–]""")]
    private static partial Regex NumberOrSign();

    // In the languages that the bot speaks itself.
    [GeneratedRegex("""\b(?:not?|never|none|nothing|nobody|cannot|without|\w+n['’]t|не|нет|ни|никогда|никто|ничего|нельзя|без)\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Denial();
}
