using Markdig;
using Markdig.Parsers;
using Markdig.Renderers;

namespace WisdomWave.Ingress.Rendering.Html;

/// <summary>Replaces CommonMark's HTML handling in Markdig with the few tags that models use.</summary>
internal sealed class HtmlExtension : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.DisableHtml();
        // Before the paragraph parser, which accepts any line.
        pipeline.BlockParsers.InsertBefore<ParagraphBlockParser>(new RawHtmlParser());
        pipeline.InlineParsers.Insert(0, new HtmlInlineParser());
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
    }
}
