using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Intake;

/// <summary>The text that the model gets for a message, including the quoted or forwarded message.</summary>
internal static class QuestionText
{
    /// <summary>A longer quote would push the conversation out of the window.</summary>
    private const int MaxQuoteLength = 2000;

    /// <summary>A reply to another person's message includes it as a Markdown quote. Replies to the bot do not: its answer is in the history.</summary>
    public static string Of(InboundMessage message)
    {
        // Names the author, so the model does not attribute the text to the person who asks.
        if (message.ForwardedFrom is { } author)
            return message.Text.Length > 0 ? $"Forwarded from {author}:\n{Quoted(message.Text)}" : $"Forwarded from {author}:";

        if (message.ReplyTo is not { FromBot: false, Text.Length: > 0 } quoted)
            return message.Text;

        return $"{Quoted(TextCut.WithEllipsis(quoted.Text, MaxQuoteLength))}\n\n{message.Text}";
    }

    private static string Quoted(string text) => $"> {text.ReplaceLineEndings("\n> ")}";

}
