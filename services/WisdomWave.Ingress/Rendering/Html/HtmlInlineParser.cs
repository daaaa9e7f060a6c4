using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;
using WisdomWave.Ingress.Rendering.Parsing;

namespace WisdomWave.Ingress.Rendering.Html;

/// <summary>Parses tags inside text. Anything that may not be a tag stays text.</summary>
internal sealed class HtmlInlineParser : InlineParser
{
    private const string CommentStart = "<!--";
    private const string CommentEnd = "-->";

    public HtmlInlineParser() => OpeningCharacters = ['<'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var text = slice.AsSpan();
        if (text.StartsWith(CommentStart, StringComparison.Ordinal))
            return MatchComment(processor, ref slice);
        if (HtmlTag.Read(text) is not { } tag || !Counts(tag, LeafBudget.Of(processor), slice))
            return false;
        processor.Inline = new HtmlTagInline(tag);
        slice.Start += tag.Length;
        if (tag.Name == "br" || HtmlNames.Block.Contains(tag.Name))
            SkipSpaces(ref slice);
        // "<br>" at the end of a line is one line break, not two.
        if (tag.Name == "br" && slice.CurrentChar == '\n')
            slice.Start++;
        return true;
    }

    private static bool MatchComment(InlineProcessor processor, ref StringSlice slice)
    {
        if (!LeafBudget.Of(processor).Follows(CommentEnd, slice))
            return false;
        var isAfterSpace = slice.PeekCharExtra(-1) is '\0' or ' ' or '\n';
        processor.Inline = new HtmlTagInline(tag: null);
        slice.Start += slice.AsSpan().IndexOf(CommentEnd) + CommentEnd.Length;
        if (isAfterSpace)
            SkipSpaces(ref slice);
        return true;
    }

    private static void SkipSpaces(ref StringSlice slice)
    {
        while (slice.CurrentChar == ' ')
            slice.Start++;
    }

    private static bool Counts(HtmlTag tag, LeafBudget budget, StringSlice slice) => tag switch
    {
        { Name: "br" or "wbr" } => true,
        { Name: "hr" } => IsLineStart(slice) && slice.AsSpan()[tag.Length..].TrimStart(' ') is [] or ['\n', ..],
        { Name: "img" } => tag.Attribute("src") is not null || tag.Attribute("alt") is not null,
        { Name: var name } when HtmlNames.Inline.Contains(name) => tag.IsClosing || ((name != "a" || tag.Attributes.Length > 0) && budget.Follows($"</{name}>", slice)),
        { Name: var name } when HtmlNames.Block.Contains(name) => tag.IsClosing || budget.Follows($"</{name}>", slice) || (IsLineStart(slice) && !IsNamed(slice.AsSpan()[tag.Length..])),
        _ => false,
    };

    /// <summary>Whether the tag is the first text on its line; other tags may precede it.</summary>
    private static bool IsLineStart(StringSlice slice)
    {
        var before = slice.Text.AsSpan(0, slice.Start).TrimEnd(' ');
        return before is [] or [.., '\n' or '>'];
    }

    /// <summary>Whether the text is about the tag itself: "&lt;p&gt; – a paragraph".</summary>
    private static bool IsNamed(ReadOnlySpan<char> behind) => behind.TrimStart(' ') is ['-' or '–' or '—' or ':' or '=' or ',' or '.', ..];
}

/// <summary>A tag inside text; null for a comment, which is not shown.</summary>
internal sealed class HtmlTagInline(HtmlTag? tag) : LeafInline
{
    public HtmlTag? Tag { get; } = tag;
}
