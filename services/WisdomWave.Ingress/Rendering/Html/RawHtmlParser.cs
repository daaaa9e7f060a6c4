using System.Net;
using System.Text.RegularExpressions;
using Markdig.Parsers;
using Markdig.Syntax;

namespace WisdomWave.Ingress.Rendering.Html;

/// <summary>Parses <see cref="RawHtmlBlock"/>s.</summary>
internal sealed partial class RawHtmlParser : BlockParser
{
    private const string Comment = "-->";
    private const string Pre = "</pre>";

    public RawHtmlParser() => OpeningCharacters = ['<'];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        var line = processor.Line.AsSpan();
        var end = line.StartsWith("<!--", StringComparison.Ordinal) ? Comment
            : line.StartsWith("<pre", StringComparison.OrdinalIgnoreCase) && HtmlTag.Read(line) is { Name: "pre" } ? Pre
            : null;
        if (end is null || processor.IsCodeIndent)
            return BlockState.None;
        var isWhole = line.Contains(end, StringComparison.OrdinalIgnoreCase);
        // HtmlInlineParser handles a comment that is followed by text.
        if (isWhole && end == Comment && !line[(line.IndexOf(end) + end.Length)..].IsWhiteSpace())
            return BlockState.None;
        processor.NewBlocks.Push(new RawHtmlBlock(this, end) { Column = processor.Column, Span = new(processor.Start, processor.Line.End) });
        return isWhole ? BlockState.Break : BlockState.Continue;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        var raw = (RawHtmlBlock)block;
        raw.UpdateSpanEnd(processor.Line.End);
        return processor.Line.AsSpan().Contains(raw.End, StringComparison.OrdinalIgnoreCase) ? BlockState.Break : BlockState.Continue;
    }

    /// <summary>The visible part of a block: code with its language, and the text after it.</summary>
    public static (string Code, string? Language, string Behind) Read(RawHtmlBlock block)
    {
        var text = block.Lines.ToString();
        var end = text.IndexOf(block.End, StringComparison.OrdinalIgnoreCase);
        var behind = end < 0 ? "" : text[(end + block.End.Length)..].Trim();
        if (block.End == Comment)
            // An unclosed comment is text.
            return ("", null, end < 0 ? text.Trim() : behind);
        var opening = HtmlTag.Read(text)!;
        var code = text[opening.Length..(end < 0 ? text.Length : end)];
        var inner = HtmlTag.Read(code.TrimStart());
        var language = LanguageOf(opening) ?? (inner?.Name == "code" ? LanguageOf(inner) : null);
        return (WebUtility.HtmlDecode(Tags().Replace(code, "")).Trim('\n').TrimEnd(), language, behind);
    }

    private static string? LanguageOf(HtmlTag tag) =>
        (tag.Attribute("lang") ?? tag.Attribute("class")?.Split(' ').FirstOrDefault(name => name.StartsWith("lang", StringComparison.Ordinal))) is { } name
            ? name[(name.LastIndexOf('-') + 1)..]
            : null;

    [GeneratedRegex("""</?(?:code|span|b|i|em|strong|samp|kbd)(?:\s[^<>]*)?>""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Tags();
}

/// <summary>A block without Markdown inside: from <c>&lt;pre&gt;</c> to <c>&lt;/pre&gt;</c>, or a comment.</summary>
internal sealed class RawHtmlBlock : LeafBlock
{
    public RawHtmlBlock(BlockParser parser, string end)
        : base(parser)
    {
        End = end;
        ProcessInlines = false;
    }

    public string End { get; }
}
