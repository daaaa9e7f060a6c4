using System.Buffers;
using System.Text;

namespace WisdomWave.Ingress.Rendering;

/// <summary>Cleans text so that Telegram's server does not change it.</summary>
internal static class TelegramText
{
    // Telegram's server removes these before it applies entities, which would shift their offsets (TDLib, clean_input_string). It replaces
    // control characters with spaces.
    private const string Removed = "\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u030A\u0333\u033F";

    private static readonly SearchValues<char> Suspect = SearchValues.Create(
        [.. Range('\0', '\t'), .. Range('\v', '\u001F'), .. Removed, .. Range('\uD800', '\uDFFF')]);

    /// <summary>Removes the characters that the server would remove, and replaces lone surrogates with U+FFFD.</summary>
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
