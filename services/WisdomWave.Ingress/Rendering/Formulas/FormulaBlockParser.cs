using Markdig.Parsers;
using Markdig.Syntax;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>
/// Parses display formulas between <c>$$</c> and <c>$$</c>, or <c>\[</c> and <c>\]</c>. Runs before all other block parsers, because a row
/// of a formula may look like a list item or a heading.
/// </summary>
internal sealed class FormulaBlockParser : BlockParser
{
    public FormulaBlockParser() => OpeningCharacters = ['$', '\\'];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent)
            return BlockState.None;
        var line = processor.Line.AsSpan().TrimEnd();
        var (opening, closing) = line switch
        {
            ['$', '$', ..] and not ['$', '$', '$', ..] => ("$$", "$$"),
            ['\\', '[', ..] => ("\\[", "\\]"),
            _ => ("", ""),
        };
        if (opening.Length == 0)
            return BlockState.None;
        var rest = line[opening.Length..];
        var end = rest.IndexOf(closing);
        // Not a formula if text follows the closing delimiter or the content does not look like one.
        if (end >= 0 ? !Ends(rest, closing) || !IsFormula(rest[..end]) : !rest.IsEmpty && !FormulaText.LooksLikeFormula(rest))
            return BlockState.None;
        processor.NewBlocks.Push(new FormulaBlock(this, opening, closing) { Column = processor.Column, Span = new(processor.Start, processor.Line.End) });
        return end >= 0 ? BlockState.Break : BlockState.Continue;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        var formula = (FormulaBlock)block;
        if (processor.IsBlankLine)
        {
            formula.IsBroken = true;
            return BlockState.None;
        }

        formula.UpdateSpanEnd(processor.Line.End);
        return Ends(processor.Line.AsSpan().TrimEnd(), formula.Closing) ? BlockState.Break : BlockState.Continue;
    }

    /// <summary>The formula of a block and the punctuation after it; null when the block is not a formula.</summary>
    public static (string Latex, string Behind)? Read(FormulaBlock block)
    {
        var text = block.Lines.ToString().Trim();
        if (!text.StartsWith(block.Opening, StringComparison.Ordinal))
            return null;
        text = text[block.Opening.Length..];
        var behind = text.Length > 0 && text[^1] is '.' or ',' or ';' ? text[^1..] : "";
        var inner = text[..^behind.Length].TrimEnd();
        if (inner.EndsWith(block.Closing, StringComparison.Ordinal))
            return (inner[..^block.Closing.Length], behind);
        return block.IsBroken || string.IsNullOrWhiteSpace(text) ? null : (text, "");
    }

    private static bool IsFormula(ReadOnlySpan<char> latex) => FormulaText.LooksLikeFormula(latex) && latex.ContainsAnyExceptInRange('0', '9');

    private static bool Ends(ReadOnlySpan<char> line, string closing) =>
        (line is [.., '.' or ',' or ';'] ? line[..^1].TrimEnd() : line).EndsWith(closing);
}

/// <summary>A display formula, including its delimiters.</summary>
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

    /// <summary>A blank line came before the closing delimiter, so this is not a formula.</summary>
    public bool IsBroken { get; set; }
}
