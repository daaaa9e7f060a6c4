using System.Buffers;
using System.Text;

namespace WisdomWave.Dialog.Attachments;

internal static class MarkdownText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\\`*_~[]<>|#$&");

    /// <summary>Escapes the text so that Markdown shows it unchanged.</summary>
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny(Special) < 0)
            return text;

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (Special.Contains(character))
                escaped.Append('\\');
            escaped.Append(character);
        }

        return escaped.ToString();
    }
}
