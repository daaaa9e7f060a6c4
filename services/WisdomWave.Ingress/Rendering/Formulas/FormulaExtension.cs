using Markdig;
using Markdig.Renderers;
using WisdomWave.Ingress.Rendering.Parsing;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>Adds formulas to Markdig.</summary>
internal sealed class FormulaExtension : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.Insert(0, new FormulaBlockParser());
        // Before the escape parser, which turns \( into a bracket.
        pipeline.InlineParsers.Insert(0, new FormulaInlineParser());
        // Before the emphasis parser.
        pipeline.InlineParsers.Insert(0, new DunderParser());
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
    }
}
