using Markdig.Parsers;
using Markdig.Syntax;

namespace WisdomWave.Ingress.Rendering.Parsing;

/// <summary>
/// Quotes and lists inside each other, up to a depth that no reader follows. Each line is read once for each container that is open;
/// beyond its own limit (128) Markdig gives up the whole text.
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
