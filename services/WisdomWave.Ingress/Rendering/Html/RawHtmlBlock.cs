using Markdig.Parsers;
using Markdig.Syntax;

namespace WisdomWave.Ingress.Rendering.Html;

/// <summary>Lines in which Markdown means nothing: from <c>&lt;pre&gt;</c> to <c>&lt;/pre&gt;</c>, or a comment.</summary>
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
