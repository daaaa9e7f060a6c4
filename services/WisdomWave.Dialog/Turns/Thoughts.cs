using System.Text;
using WisdomWave.Dialog.Attachments;

namespace WisdomWave.Dialog.Turns;

/// <summary>What a model thought, as a quote before its answer; Telegram folds a long one.</summary>
internal static class Thoughts
{
    /// <summary>With the answer it is to fit into a message or two.</summary>
    private const int Longest = 3000;

    /// <returns>Markdown; empty without thoughts.</returns>
    public static string Quote(string thoughts)
    {
        var text = thoughts.Trim();
        if (text.Length == 0)
            return "";

        if (text.Length > Longest)
            text = text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)] + "…";
        var quote = new StringBuilder("> 💭 ", text.Length + 64);
        foreach (var line in text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None))
            quote.Append(quote.Length > 5 ? "\n> " : "").Append(MarkdownText.Escape(line.TrimEnd())).Append(line.Length > 0 ? "  " : "");
        return quote.Append("\n\n").ToString();
    }
}
