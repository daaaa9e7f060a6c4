using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.Tables;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;

namespace WisdomWave.Ingress.Rendering.Parsing;

internal sealed class BoundedLinkParser : LinkInlineParser
{
    // Only opening brackets add work for later characters; closing brackets remove it.
    public override bool Match(InlineProcessor processor, ref StringSlice slice) =>
        (slice.CurrentChar == ']' || LeafBudget.Of(processor).TakeLink()) && base.Match(processor, ref slice);
}

internal sealed class BoundedAutoLinkParser(AutoLinkOptions options) : AutoLinkParser(options)
{
    // Called for every h, w, f, m and t, so only text that looks like a URL counts.
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var start = slice.AsSpan();
        var mark = start[..int.Min(start.Length, 8)];
        return (mark.Contains(':') || mark.StartsWith("www.")) && LeafBudget.Of(processor).TakeAutoLink() && base.Match(processor, ref slice);
    }
}

internal sealed class BoundedCodeParser : CodeInlineParser
{
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var budget = LeafBudget.Of(processor);
        if (!budget.MayOpenCode)
            return false;
        if (base.Match(processor, ref slice))
            return true;
        budget.NoteUnclosedCode();
        return false;
    }
}

internal sealed class BoundedTableParser(LineBreakInlineParser lineBreaks, PipeTableOptions options) : PipeTableParser(lineBreaks, options)
{
    public override bool Match(InlineProcessor processor, ref StringSlice slice) =>
        !LeafBudget.Of(processor).IsTableTooLarge(slice) && base.Match(processor, ref slice);
}
