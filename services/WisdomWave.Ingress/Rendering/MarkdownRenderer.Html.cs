using WisdomWave.Ingress.Rendering.Formulas;
using WisdomWave.Ingress.Rendering.Html;

namespace WisdomWave.Ingress.Rendering;

internal sealed partial class MarkdownRenderer
{
    private const int MaxOpenTags = 64;

    // Longer text is not an index or exponent.
    private const int MaxScriptLength = 12;

    private readonly List<OpenTag> _openTags = [];

    private void Write(HtmlTagInline inline)
    {
        switch (inline.Tag)
        {
            case null or { Name: "wbr" }:
                break;
            case { Name: "br" }:
                _builder.Append("\n");
                break;
            case { Name: "hr" }:
                _builder.Break(2);
                _builder.Append(Rule);
                _builder.Break(2);
                break;
            case { Name: "img" } image:
                WriteImage(image);
                break;
            case { IsClosing: true } closing:
                Close(closing.Name);
                break;
            case { } opening:
                Open(opening);
                break;
        }
    }

    private void WriteImage(HtmlTag image)
    {
        var start = _builder.Length;
        var address = image.Attribute("src") ?? "";
        _builder.Append(TelegramText.Clean(image.Attribute("alt") is { Length: > 0 } words ? words : address));
        CloseLink(start, address);
    }

    private void Open(HtmlTag tag)
    {
        switch (tag.Name)
        {
            case "li" or "dd":
                _builder.Break(1);
                WriteHtmlBullet();
                break;
            case "ul" or "ol" or "dl" or "dt" or "tr" or "summary" or "figcaption" or "caption" or "table":
                _builder.Break(1);
                break;
            case "td" or "th":
                if (!_builder.IsAtLineStart)
                    _builder.Append(TableText.Separator);
                break;
            case "q":
                _builder.Append("“");
                break;
            case var name when HtmlNames.Block.Contains(name) && name is not ("thead" or "tbody" or "tfoot" or "colgroup" or "col"):
                _builder.Break(2);
                break;
        }

        // Deeper tags have no effect; their content is still shown.
        if (_openTags.Count == MaxOpenTags)
            return;
        _openTags.Add(new OpenTag(tag, _builder.Anchor()));
        if (tag.Name is "details" or "blockquote")
            _quoteDepth++;
    }

    private void Close(string name)
    {
        var index = _openTags.FindLastIndex(open => open.Tag.Name == name);
        if (index >= 0)
        {
            var open = _openTags[index];
            Forget(index);
            Format(open);
        }

        if (name is "tr" or "summary" or "li" or "dt" or "dd" or "caption" or "figcaption")
            _builder.Break(1);
        else if (HtmlNames.Block.Contains(name) && name is not ("td" or "th" or "thead" or "tbody" or "tfoot" or "colgroup" or "col"))
            _builder.Break(2);
    }

    private void Format(OpenTag open)
    {
        switch (open.Tag.Name)
        {
            case "b" or "strong" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "summary" or "dt" or "th" or "caption":
                _builder.Close(FormatKind.Bold, open.Start);
                break;
            case "i" or "em" or "cite" or "dfn" or "var":
                _builder.Close(FormatKind.Italic, open.Start);
                break;
            case "u" or "ins":
                _builder.Close(FormatKind.Underline, open.Start);
                break;
            case "s" or "del" or "strike":
                _builder.Close(FormatKind.Strikethrough, open.Start);
                break;
            case "code" or "kbd" or "samp" or "tt" or "pre" when _linkDepth == 0:
                _builder.Close(FormatKind.Code, open.Start);
                break;
            case "tg-spoiler":
            case "span" when open.Tag.Attribute("class") == "tg-spoiler":
                _builder.Close(FormatKind.Spoiler, open.Start);
                break;
            case "sub" or "sup":
                WriteScript(open.Start, isSuperscript: open.Tag.Name == "sup");
                break;
            case "q":
                _builder.Append("”");
                break;
            case "a":
                CloseLink(open.Start, open.Tag.Attribute("href") ?? "");
                break;
            case "details" when _quoteDepth == 0:
                _builder.Close(FormatKind.ExpandableQuote, open.Start);
                break;
            case "blockquote" when _quoteDepth == 0:
                _builder.Close(IsLong(open.Start) ? FormatKind.ExpandableQuote : FormatKind.Quote, open.Start);
                break;
        }
    }

    private void WriteScript(int start, bool isSuperscript)
    {
        var text = _builder.Since(start);
        // [1] is a reference, and longer text is a remark.
        if (text.IsEmpty || text.Length > MaxScriptLength || text.ContainsAny(' ', '[', '\n'))
            return;
        _builder.Replace(start, UnicodeScripts.Of(text.ToString().Replace('-', '−'), isSuperscript));
    }

    private void WriteHtmlBullet()
    {
        var list = _openTags.FindLast(open => open.Tag.Name is "ul" or "ol");
        _builder.AppendBullet(list is { Tag.Name: "ol" } ? $"{++list.Items}. " : Bullets[0]);
    }

    /// <summary>Inline tags end with the paragraph even if they are not closed; block tags continue.</summary>
    private void EndParagraph(int openBefore)
    {
        for (var i = _openTags.Count - 1; i >= openBefore; i--)
        {
            if (!HtmlNames.Inline.Contains(_openTags[i].Tag.Name))
                continue;
            _builder.Drop(_openTags[i].Anchor);
            _openTags.RemoveAt(i);
        }
    }

    /// <summary>Closes a tag and all tags opened inside it.</summary>
    private void Forget(int index)
    {
        foreach (var open in _openTags.Skip(index))
        {
            _builder.Drop(open.Anchor);
            if (open.Tag.Name is "details" or "blockquote")
                _quoteDepth--;
        }

        _openTags.RemoveRange(index, _openTags.Count - index);
    }

    private sealed class OpenTag(HtmlTag tag, TextAnchor anchor)
    {
        public HtmlTag Tag { get; } = tag;

        public TextAnchor Anchor { get; } = anchor;

        public int Start => Anchor.Position;

        /// <summary>The number of items so far, for an ordered list.</summary>
        public int Items { get; set; }
    }
}
