using Markdig;
using Markdig.Parsers;
using Markdig.Renderers;

namespace WisdomWave.Ingress.Rendering.Html;

/// <summary>Teaches Markdig the few tags that models use, in the place of HTML as CommonMark has it.</summary>
internal sealed class HtmlExtension : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.DisableHtml();
        // Before paragraphs, which take any line.
        pipeline.BlockParsers.InsertBefore<ParagraphBlockParser>(new RawHtmlParser());
        pipeline.InlineParsers.Insert(0, new HtmlInlineParser());
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
    }
}
