using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Rendering;

/// <summary>A reply as the messages that show it.</summary>
internal static class ReplyRenderer
{
    /// <summary>More than these nobody reads in a chat: the whole then comes as a document besides.</summary>
    public const int MaxMessages = 8;

    private const string Ellipsis = "…";
    private const int MaxFootnoteLength = 1000;

    /// <summary>The reply, its footnote last; none when there is nothing to say.</summary>
    public static IReadOnlyList<FormattedText> Render(Reply reply) => Render(reply, isPlain: false, out _);

    /// <param name="reply">What is to be shown.</param>
    /// <param name="isPlain">As it was written, without formatting.</param>
    /// <param name="isCut">Whether there is more of it; the last message then ends with "…".</param>
    public static IReadOnlyList<FormattedText> Render(Reply reply, bool isPlain, out bool isCut)
    {
        isCut = false;
        if (string.IsNullOrWhiteSpace(reply.Markdown))
            return [];
        var text = isPlain ? FormattedText.Plain(VisibleText.Clean(reply.Markdown)) : MarkdownRenderer.Render(reply.Markdown);
        var footnote = VisibleText.Clean(reply.Footnote ?? "").Trim();
        var parts = MessageSplitter.Split(WithFootnote(text, footnote), MessageLimits.Telegram, MaxMessages + 1);
        if (parts.Count <= MaxMessages)
            return parts;
        isCut = true;
        return [.. parts.Take(MaxMessages - 1), Last(parts[MaxMessages - 1], footnote)];
    }

    /// <summary>What there is of an answer that is still being written; none while it shows nothing.</summary>
    public static IReadOnlyList<FormattedText> RenderPrefix(string markdown) => Render(new Reply(markdown));

    /// <summary>The last message that is shown of a longer text, with room made for what stands under it.</summary>
    private static FormattedText Last(FormattedText part, string footnote)
    {
        if (footnote.Length > MaxFootnoteLength)
            footnote = "";
        var room = MessageLimits.Telegram with
        {
            Length = MessageLimits.Telegram.Length - Ellipsis.Length - 1 - footnote.Length - 2,
            Spans = MessageLimits.Telegram.Spans - 1,
            SpanBytes = MessageLimits.Telegram.SpanBytes - MessageLimits.BytesOf(default),
        };
        var shown = MessageSplitter.Split(part, room, most: 1)[0];
        // Beside code there is no room for a sign that is none.
        var endsInCode = shown.Spans.Any(span => span.Kind == FormatKind.Pre && span.End == shown.Text.Length);
        return WithFootnote(shown with { Text = shown.Text + (endsInCode ? "\n" : "") + Ellipsis }, footnote);
    }

    private static FormattedText WithFootnote(FormattedText text, string footnote) => footnote.Length == 0
        ? text
        : new($"{text.Text}\n\n{footnote}", text.Spans.Add(new(FormatKind.Italic, text.Text.Length + 2, footnote.Length)));
}
