using Markdig.Syntax.Inlines;

namespace WisdomWave.Ingress.Rendering.Html;

/// <summary>A tag or a comment in a line of text; null for a comment, which shows nothing.</summary>
internal sealed class HtmlTagInline(HtmlTag? tag) : LeafInline
{
    public HtmlTag? Tag { get; } = tag;
}
