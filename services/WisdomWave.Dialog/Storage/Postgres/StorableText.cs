using System.Text;

namespace WisdomWave.Dialog.Storage.Postgres;

/// <summary>
/// Text as PostgreSQL can store it: it refuses the character U+0000, and half of a surrogate pair, which is not valid UTF-8. People's
/// messages and models' answers can contain both.
/// </summary>
internal static class StorableText
{
    private const char Replacement = '\uFFFD';

    public static string Of(string text)
    {
        if (text.Contains('\0'))
            text = text.Replace('\0', Replacement);
        return text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : WithoutHalves(text);
    }

    // A round trip through UTF-8 replaces each half by U+FFFD, as SQLite's client does.
    private static string WithoutHalves(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
