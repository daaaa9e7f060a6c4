using Markdig.Parsers;
using Markdig.Syntax;

namespace WisdomWave.Ingress.Rendering.Parsing;

/// <summary>
/// Limits nested quotes and lists. Markdig processes each line once per open container, and rejects the whole text beyond its own limit
/// of 128.
/// </summary>
internal static class ContainerDepth
{
    private const int Max = 16;

    public static bool IsReached(BlockProcessor processor)
    {
        var depth = 0;
        for (var block = processor.CurrentContainer; block is not null; block = block.Parent!)
        {
            if (block is QuoteBlock or ListBlock && ++depth >= Max)
                return true;
        }

        return false;
    }
}

internal sealed class BoundedQuoteParser : QuoteBlockParser
{
    public override BlockState TryOpen(BlockProcessor processor) =>
        ContainerDepth.IsReached(processor) ? BlockState.None : base.TryOpen(processor);
}

internal sealed class BoundedListParser : ListBlockParser
{
    public override BlockState TryOpen(BlockProcessor processor) =>
        ContainerDepth.IsReached(processor) ? BlockState.None : base.TryOpen(processor);
}
