using Markdig;
using Markdig.Renderers;
using WisdomWave.Ingress.Rendering.Parsing;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>Teaches Markdig where formulas are.</summary>
internal sealed class FormulaExtension : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.Insert(0, new FormulaBlockParser());
        // Before the parser of escapes, to which \( is a bracket.
        pipeline.InlineParsers.Insert(0, new FormulaInlineParser());
        // Before the parser of emphasis.
        pipeline.InlineParsers.Insert(0, new DunderParser());
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
    }
}
