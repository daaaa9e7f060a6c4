using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Inbox;

/// <summary>What a message asks, with what it refers to.</summary>
internal static class QuestionText
{
    /// <summary>Enough to know what is meant; a quoted novel must not push the conversation out of the window.</summary>
    private const int LongestQuote = 2000;

    /// <summary>A reply to somebody else's message carries it as a Markdown quote; the bot's own words are in the history.</summary>
    public static string Of(InboundMessage message)
    {
        if (message.ReplyTo is not { FromBot: false, Text.Length: > 0 } quoted)
            return message.Text;

        var quote = quoted.Text.Length <= LongestQuote ? quoted.Text : quoted.Text[..CutAt(quoted.Text)] + "…";
        return $"> {quote.ReplaceLineEndings("\n> ")}\n\n{message.Text}";
    }

    private static int CutAt(string text) => char.IsHighSurrogate(text[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
}
