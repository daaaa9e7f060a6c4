using Markdig.Syntax.Inlines;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>A formula in a line of text.</summary>
internal sealed class FormulaInline(string latex) : LeafInline
{
    public string Latex { get; } = latex;
}
