using Markdig.Parsers;
using Markdig.Syntax;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>A formula with lines of its own, its marks included.</summary>
internal sealed class FormulaBlock : LeafBlock
{
    public FormulaBlock(BlockParser parser, string opening, string closing)
        : base(parser)
    {
        (Opening, Closing) = (opening, closing);
        ProcessInlines = false;
    }

    public string Opening { get; }

    public string Closing { get; }

    /// <summary>A blank line came before the closing mark: no formula after all.</summary>
    public bool IsBroken { get; set; }
}
