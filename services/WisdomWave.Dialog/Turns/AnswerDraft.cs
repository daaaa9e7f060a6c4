using System.Text;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Turns.Completion;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// The answer to a question while the model writes it. Its text exists once, in the <see cref="LiveTurn"/> that followers read; the draft
/// only knows where the answer starts there, behind the preface and the quoted reasoning.
/// </summary>
internal sealed class AnswerDraft(Turn turn)
{
    /// <summary>Characters of reasoning that are kept when it is shown; a model may produce far more.</summary>
    private const int MostReasoning = 8 * 1024;

    private readonly StringBuilder _reasoning = new();
    private int? _start;
    private (TokenCounter Counter, int Tokens)? _counted;

    public Turn Turn => turn;

    /// <summary>The provider calls that the question has cost.</summary>
    public QuestionCalls Calls { get; } = new();

    public bool IsEmpty => _start is null;

    public string Text => _start is { } start ? turn.Live.TextFrom(start) : "";

    /// <summary>Whether the model has reasoned in this call, even if it does not reveal its thoughts.</summary>
    public bool HasReasoning { get; private set; }

    /// <summary>The reasoning as a Markdown quote; empty when it is not shown.</summary>
    public string Quote => ReasoningQuote.Of(_reasoning.ToString());

    public void ShowPreface()
    {
        if (turn.Preface.Length > 0)
            turn.Live.Append(turn.Preface);
    }

    public void Append(string text)
    {
        if (text.Length == 0)
            return;

        if (_start is null)
        {
            if (Quote is { Length: > 0 } quote)
                turn.Live.Append(quote);
            _start = turn.Live.Length;
        }

        turn.Live.Append(text);
        _counted = null;
    }

    public void AppendReasoning(string text)
    {
        HasReasoning = true;
        if (_reasoning.Length < MostReasoning)
            _reasoning.Append(text);
    }

    /// <summary>The tokens of the text. Counted once, although both the call's usage and the window need them.</summary>
    public int Tokens(TokenCounter counter)
    {
        if (_counted is not { } counted || counted.Counter != counter)
            _counted = counted = (counter, counter.Count(Text));
        return counted.Tokens;
    }

    /// <summary>Discards the result of a call, before another one.</summary>
    public void Restart()
    {
        if (!IsEmpty)
            Rewind();
        _reasoning.Clear();
        HasReasoning = false;
    }

    /// <summary>Takes the text back, because it turned out to be reasoning.</summary>
    public void TakeBack(bool showsReasoning)
    {
        HasReasoning = true;
        if (showsReasoning)
            AppendReasoning(Text);
        Rewind();
    }

    private void Rewind()
    {
        turn.Live.Restart();
        ShowPreface();
        (_start, _counted) = (null, null);
    }
}

/// <summary>Quotes a model's reasoning before its answer. Telegram folds long quotes.</summary>
internal static class ReasoningQuote
{
    /// <summary>Together with the answer it should fit into one or two messages.</summary>
    private const int Longest = 3000;

    /// <returns>Markdown; empty without reasoning.</returns>
    public static string Of(string reasoning)
    {
        var text = reasoning.Trim();
        if (text.Length == 0)
            return "";

        text = TextCut.WithEllipsis(text, Longest);
        var quote = new StringBuilder("> 💭 ", text.Length + 64);
        foreach (var line in text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None))
            quote.Append(quote.Length > 5 ? "\n> " : "").Append(MarkdownText.Escape(line.TrimEnd())).Append(line.Length > 0 ? "  " : "");
        return quote.Append("\n\n").ToString();
    }
}
