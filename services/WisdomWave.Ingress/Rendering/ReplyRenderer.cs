using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Rendering;

/// <summary>A reply as the messages that show it.</summary>
internal static class ReplyRenderer
{
    /// <summary>The whole reply, its footnote last; none when there is nothing to say.</summary>
    public static IReadOnlyList<FormattedText> Render(Reply reply)
    {
        if (string.IsNullOrWhiteSpace(reply.Markdown))
            return [];
        var text = MarkdownRenderer.Render(reply.Markdown);
        return MessageSplitter.Split(reply.Footnote is { } footnote ? WithFootnote(text, footnote) : text, MessageLimits.Telegram);
    }

    /// <summary>What there is of an answer that is still being written; none while it shows nothing.</summary>
    public static IReadOnlyList<FormattedText> RenderPrefix(string markdown) => Render(new Reply(markdown));

    private static FormattedText WithFootnote(FormattedText text, string footnote)
    {
        var line = VisibleText.Clean(footnote).Trim();
        if (line.Length == 0)
            return text;
        var start = text.Text.Length + 2;
        return new($"{text.Text}\n\n{line}", text.Spans.Add(new(FormatKind.Italic, start, line.Length)));
    }
}
