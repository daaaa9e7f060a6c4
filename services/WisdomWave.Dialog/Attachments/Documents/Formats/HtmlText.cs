using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Extracts the visible text of an HTML page. Nothing that the page links to is loaded.</summary>
internal static class HtmlText
{
    private static readonly HashSet<string> Invisible = ["script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object"];

    private static readonly HashSet<string> Blocks =
    [
        "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
    ];

    public static void Append(Stream page, BoundedText text)
    {
        using var document = new HtmlParser().ParseDocument(page);
        if (document.Title is { Length: > 0 } title)
            text.Append($"# {title.Trim()}\n\n");
        if (document.Body is { } body)
            Append(body, text);
    }

    // No recursion: a page may be nested arbitrarily deep.
    private static void Append(INode root, BoundedText text)
    {
        var isAfterSpace = true;
        for (var node = root; !text.IsFull;)
        {
            isAfterSpace = Enter(node, text, isAfterSpace);
            if (node.FirstChild is { } child && !Invisible.Contains(node.NodeName.ToLowerInvariant()))
            {
                node = child;
                continue;
            }

            while (node.NextSibling is null || node == root)
            {
                isAfterSpace = Leave(node, text, isAfterSpace);
                if (node == root || node.Parent is not { } parent)
                    return;
                node = parent;
            }

            isAfterSpace = Leave(node, text, isAfterSpace);
            node = node.NextSibling;
        }
    }

    private static bool Enter(INode node, BoundedText text, bool isAfterSpace)
    {
        if (node is IText words)
            return AppendWords(words, text, isAfterSpace);
        if (node is not IElement element)
            return isAfterSpace;

        var name = element.LocalName;
        if (name == "br")
            text.Append('\n');
        else if (Blocks.Contains(name))
            text.EndLine();
        else if (name == "img" && element.GetAttribute("alt") is { Length: > 0 } alt)
            text.Append($"[{alt}]");
        else
            return isAfterSpace;

        if (name == "li")
            text.Append("- ");
        else if (name is ['h', >= '1' and <= '6' and var level])
            text.Append($"{new string('#', level - '0')} ");
        return name != "img";
    }

    private static bool Leave(INode node, BoundedText text, bool isAfterSpace)
    {
        if (node is not IElement element)
            return isAfterSpace;
        if (element.LocalName is "td" or "th")
        {
            text.EndCell();
            return true;
        }

        if (!Blocks.Contains(element.LocalName))
            return isAfterSpace;
        text.EndLine();
        return true;
    }

    /// <returns>Whether the text now ends with a space, so that the next one is skipped.</returns>
    private static bool AppendWords(IText words, BoundedText text, bool isAfterSpace)
    {
        var data = words.Data;
        if (IsPreformatted(words))
        {
            text.Append(data);
            return data.EndsWith('\n');
        }

        Span<char> one = stackalloc char[1];
        foreach (var character in data)
        {
            var isSpace = character is ' ' or '\t' or '\r' or '\n' or '\f';
            if (!isSpace || !isAfterSpace)
            {
                one[0] = isSpace ? ' ' : character;
                text.Append(one);
            }

            isAfterSpace = isSpace;
        }

        return isAfterSpace;
    }

    private static bool IsPreformatted(IText words) =>
        words.ParentElement is { LocalName: "pre" or "textarea" } or { ParentElement.LocalName: "pre" };
}
