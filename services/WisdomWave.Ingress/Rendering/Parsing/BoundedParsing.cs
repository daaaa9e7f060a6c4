using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.Tables;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;

namespace WisdomWave.Ingress.Rendering.Parsing;

/// <summary>Replaces Markdig's parsers with bounded ones. Must come after the extensions that look for the originals.</summary>
internal sealed class BoundedParsing : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.Replace<QuoteBlockParser>(new BoundedQuoteParser());
        pipeline.BlockParsers.Replace<ListBlockParser>(new BoundedListParser());
        var inlines = pipeline.InlineParsers;
        inlines.Replace<EmphasisInlineParser>(BoundedEmphasisParser.Like(inlines.FindExact<EmphasisInlineParser>()!));
        inlines.Replace<LinkInlineParser>(new BoundedLinkParser());
        inlines.Replace<CodeInlineParser>(new BoundedCodeParser());
        inlines.Replace<AutoLinkParser>(new BoundedAutoLinkParser(inlines.FindExact<AutoLinkParser>()!.Options));
        inlines.Replace<PipeTableParser>(
            new BoundedTableParser(inlines.FindExact<LineBreakInlineParser>()!, inlines.FindExact<PipeTableParser>()!.Options));
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
    }
}
