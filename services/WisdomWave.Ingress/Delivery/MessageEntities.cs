using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Delivery;

/// <summary>Converts formatting to the Bot API's format.</summary>
internal static class MessageEntities
{
    public static MessageEntity[]? Of(FormattedText text) => text.Spans.IsEmpty ? null : [.. text.Spans.Select(Of)];

    private static MessageEntity Of(FormatSpan span) => new()
    {
        Offset = span.Offset,
        Length = span.Length,
        Type = span.Kind switch
        {
            FormatKind.Bold => MessageEntityType.Bold,
            FormatKind.Italic => MessageEntityType.Italic,
            FormatKind.Underline => MessageEntityType.Underline,
            FormatKind.Strikethrough => MessageEntityType.Strikethrough,
            FormatKind.Spoiler => MessageEntityType.Spoiler,
            FormatKind.Quote => MessageEntityType.Blockquote,
            FormatKind.ExpandableQuote => MessageEntityType.ExpandableBlockquote,
            FormatKind.Link => MessageEntityType.TextLink,
            FormatKind.Code => MessageEntityType.Code,
            FormatKind.Pre => MessageEntityType.Pre,
            _ => throw new ArgumentOutOfRangeException(nameof(span), span.Kind, null),
        },
        Url = span.Kind == FormatKind.Link ? span.Argument : null,
        Language = span.Kind == FormatKind.Pre ? span.Argument : null,
    };
}
