using Markdig.Parsers;
using Markdig.Syntax;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>
/// Lines from <c>$$</c> to <c>$$</c>, or from <c>\[</c> to <c>\]</c>. Read before anything else, because a row of a formula may begin
/// like a list item or a heading.
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
        // What closes and goes on is part of a text; so is what only looks like a formula.
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

    /// <summary>The formula of a block, and the sign behind it; null when the block is none.</summary>
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
