using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Intake;

/// <summary>What a message asks, with what it refers to.</summary>
internal static class QuestionText
{
    /// <summary>Enough to know what is meant; a quoted novel must not push the conversation out of the window.</summary>
    private const int LongestQuote = 2000;

    /// <summary>A reply to somebody else's message carries it as a Markdown quote; the bot's own words are in the history.</summary>
    public static string Of(InboundMessage message)
    {
        // Not the person's words: the model is to know whose they are.
        if (message.ForwardedFrom is { } author)
            return message.Text.Length > 0 ? $"Forwarded from {author}:\n{Quoted(message.Text)}" : $"Forwarded from {author}:";

        if (message.ReplyTo is not { FromBot: false, Text.Length: > 0 } quoted)
            return message.Text;

        var quote = quoted.Text.Length <= LongestQuote ? quoted.Text : quoted.Text[..CutAt(quoted.Text)] + "…";
        return $"{Quoted(quote)}\n\n{message.Text}";
    }

    private static string Quoted(string text) => $"> {text.ReplaceLineEndings("\n> ")}";

    private static int CutAt(string text) => char.IsHighSurrogate(text[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
}
