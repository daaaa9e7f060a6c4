using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Rendering;

/// <summary>Renders a reply as messages.</summary>
internal static class ReplyRenderer
{
    /// <summary>Nobody reads more messages than this in a chat; longer answers are also sent as a file.</summary>
    public const int MaxMessages = 8;

    private const string Ellipsis = "…";
    private const int MaxFootnoteLength = 1000;

    /// <summary>The messages of a reply, with the footnote last; empty for an empty reply.</summary>
    public static IReadOnlyList<FormattedText> Render(Reply reply) => Render(reply, isPlain: false, out _);

    /// <param name="isPlain">Shows the Markdown source without formatting.</param>
    /// <param name="isCut">True when the reply is longer; the last message then ends with "…".</param>
    public static IReadOnlyList<FormattedText> Render(Reply reply, bool isPlain, out bool isCut)
    {
        isCut = false;
        if (string.IsNullOrWhiteSpace(reply.Markdown))
            return [];
        var text = isPlain ? FormattedText.Plain(TelegramText.Clean(reply.Markdown)) : MarkdownRenderer.Render(reply.Markdown);
        var footnote = TelegramText.Clean(reply.Footnote ?? "").Trim();
        var parts = MessageSplitter.Split(WithFootnote(text, footnote), MessageLimits.Telegram, MaxMessages + 1);
        if (parts.Count <= MaxMessages)
            return parts;
        isCut = true;
        return [.. parts.Take(MaxMessages - 1), Last(parts[MaxMessages - 1], footnote)];
    }

    /// <summary>The messages of an answer that is still being written; empty while there is nothing to show.</summary>
    public static IReadOnlyList<FormattedText> RenderPrefix(string markdown) => Render(new Reply(markdown));

    /// <summary>The last message of a truncated reply, shortened to make room for the ellipsis and the footnote.</summary>
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
        // Directly after code, the ellipsis would look like part of it.
        var endsInCode = shown.Spans.Any(span => span.Kind == FormatKind.Pre && span.End == shown.Text.Length);
        return WithFootnote(shown with { Text = shown.Text + (endsInCode ? "\n" : "") + Ellipsis }, footnote);
    }

    private static FormattedText WithFootnote(FormattedText text, string footnote) => footnote.Length == 0
        ? text
        : new($"{text.Text}\n\n{footnote}", text.Spans.Add(new(FormatKind.Italic, text.Text.Length + 2, footnote.Length)));
}
