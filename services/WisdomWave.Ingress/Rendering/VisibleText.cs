using System.Buffers;
using System.Text;

namespace WisdomWave.Ingress.Rendering;

/// <summary>What of a text Telegram takes as it is.</summary>
internal static class VisibleText
{
    // Telegram's server removes these before it looks at the entities, whose places would then be wrong
    // (TDLib, clean_input_string); control characters it turns into spaces.
    private const string Removed = "\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u030A\u0333\u033F";

    private static readonly SearchValues<char> Suspect = SearchValues.Create(
        [.. Range('\0', '\t'), .. Range('\v', '\u001F'), .. Removed, .. Range('\uD800', '\uDFFF')]);

    /// <summary>The same text without characters that the server would remove, and with lone surrogates made visible.</summary>
    public static string Clean(string text)
    {
        if (text.AsSpan().IndexOfAny(Suspect) < 0)
            return text;
        var clean = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            Rune.DecodeFromUtf16(rest, out var rune, out var consumed);
            rest = rest[consumed..];
            switch (rune.Value)
            {
                case '\r' when rest.StartsWith("\n"):
                case <= char.MaxValue when Removed.Contains((char)rune.Value):
                    break;
                case '\r':
                    clean.Append('\n');
                    break;
                case < ' ' and not '\n' and not '\t':
                    clean.Append(' ');
                    break;
                default:
                    clean.Append(rune);
                    break;
            }
        }

        return clean.ToString();
    }

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);
}
