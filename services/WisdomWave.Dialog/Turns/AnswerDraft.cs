using System.Text;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Turns;

/// <summary>What has come of an answer.</summary>
internal sealed class AnswerDraft
{
    /// <summary>Kept of thoughts that are shown; a model may write a book of them.</summary>
    private const int MostThoughts = 8 * 1024;

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thoughts = new();
    private (TokenCounter Counter, int Tokens)? _counted;

    public bool IsEmpty => _text.Length == 0;

    /// <summary>Of the answer.</summary>
    public string Text => _text.ToString();

    /// <summary>Of the model before its answer, where they are shown.</summary>
    public string Quote => Thoughts.Quote(_thoughts.ToString());

    public void Append(string text)
    {
        _text.Append(text);
        _counted = null;
    }

    public void Think(string thought)
    {
        if (_thoughts.Length < MostThoughts)
            _thoughts.Append(thought);
    }

    /// <summary>The tokens of the text: counted once, although the call's usage and the window both need them.</summary>
    public int Tokens(TokenCounter counter)
    {
        if (_counted is not { } counted || counted.Counter != counter)
            _counted = counted = (counter, counter.Count(Text));
        return counted.Tokens;
    }

    public void Clear()
    {
        _counted = null;
        _text.Clear();
        _thoughts.Clear();
    }

    /// <summary>The text turned out to be thoughts.</summary>
    /// <param name="isShown">Whether the person sees thoughts.</param>
    public void TakeBack(bool isShown)
    {
        if (isShown)
            Think(_text.ToString());
        _counted = null;
        _text.Clear();
    }
}

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
