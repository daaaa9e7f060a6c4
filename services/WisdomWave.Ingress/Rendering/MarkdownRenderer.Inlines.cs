using Markdig.Extensions.Footnotes;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using WisdomWave.Ingress.Rendering.Formulas;
using WisdomWave.Ingress.Rendering.Html;

namespace WisdomWave.Ingress.Rendering;

internal sealed partial class MarkdownRenderer
{
    // A longer URL would use too much of a message's limit for formatting.
    private const int MaxAddressLength = 2048;

    // tg: links are excluded: they act in the user's Telegram client (open a profile, add a proxy, start a bot) while the link text hides
    // that. Public Telegram pages have https URLs.
    private static readonly string[] Schemes = ["http://", "https://", "mailto:"];

    private void WriteInlines(ContainerInline inlines)
    {
        if (_depth == MaxDepth)
        {
            foreach (var leaf in inlines.Descendants<LeafInline>())
                Write(leaf);
            return;
        }

        _depth++;
        foreach (var inline in inlines)
            Write(inline);
        _depth--;
    }

    private void Write(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal:
                _builder.Append(literal.Content.AsSpan());
                break;
            case CodeInline code:
                WriteCode(code);
                break;
            case EmphasisInline emphasis:
                WriteEmphasis(emphasis);
                break;
            case LinkInline link:
                WriteLink(link);
                break;
            case AutolinkInline link:
                _builder.Append(link.Url);
                break;
            case HtmlEntityInline entity:
                _builder.Append(TelegramText.Clean(entity.Transcoded.ToString()));
                break;
            // Models usually mean a single line break as one, as in chat or verse.
            case LineBreakInline:
                // After a tag that already ended the line, nothing is left to break.
                if (_builder.IsAtLineStart)
                    _builder.Break(1);
                else
                    _builder.Append("\n");
                break;
            case HtmlTagInline tag:
                Write(tag);
                break;
            case FormulaInline formula:
                _builder.Append(FormulaText.Of(formula.Latex, isDisplay: false));
                break;
            case FootnoteLink note:
                if (!note.IsBackLink)
                    _builder.Append(UnicodeScripts.Superscript(note.Footnote.Order));
                break;
            // Shown as the item's bullet, unless the list is numbered.
            case TaskList task:
                if (!_isBoxShown)
                    _builder.Append(BoxOf(task));
                break;
            case DelimiterInline delimiter:
                _builder.Append(delimiter.ToLiteral());
                WriteInlines(delimiter);
                break;
            case ContainerInline container:
                WriteInlines(container);
                break;
        }
    }

    private void WriteCode(CodeInline code)
    {
        var start = _builder.Length;
        // In a table cell, a bar needs a backslash even in code.
        _builder.Append(_isInTable ? code.Content.Replace("\\|", "|", StringComparison.Ordinal) : code.Content);
        // Telegram allows no code inside a link, and the URL matters more.
        if (_linkDepth == 0)
            _builder.Close(FormatKind.Code, start);
    }

    private void WriteEmphasis(EmphasisInline emphasis)
    {
        if (IsMultiplication(emphasis))
        {
            var sign = new string(emphasis.DelimiterChar, emphasis.DelimiterCount);
            _builder.Append(sign);
            WriteInlines(emphasis);
            _builder.Append(sign);
            return;
        }

        var start = _builder.Length;
        WriteInlines(emphasis);
        var kind = (emphasis.DelimiterChar, emphasis.DelimiterCount) switch
        {
            ('~', _) => FormatKind.Strikethrough,
            (_, 1) => FormatKind.Italic,
            _ => FormatKind.Bold,
        };
        _builder.Close(kind, start);
    }

    // 2*3*4, a*b*c, 2**3**4 are emphasis in CommonMark, but models mean multiplication. **un**done stays bold.
    private static bool IsMultiplication(EmphasisInline emphasis) =>
        emphasis is { DelimiterChar: '*', PreviousSibling: LiteralInline before, NextSibling: LiteralInline after }
        && !before.Content.IsEmpty
        && !after.Content.IsEmpty
        && (emphasis.DelimiterCount == 1
            ? char.IsLetterOrDigit(before.Content[before.Content.End]) && char.IsLetterOrDigit(after.Content[after.Content.Start])
            : char.IsDigit(before.Content[before.Content.End]) && char.IsDigit(after.Content[after.Content.Start]));

    private void WriteLink(LinkInline link)
    {
        var address = link.GetDynamicUrl?.Invoke() ?? link.Url ?? "";
        var start = _builder.Length;
        _linkDepth++;
        WriteInlines(link);
        _linkDepth--;
        if (_builder.Length == start)
            _builder.Append(TelegramText.Clean(address));
        CloseLink(start, address);
    }

    private void CloseLink(int start, string address)
    {
        if (_linkDepth == 0 && IsLinkable(address) && !IsAddressItself(start, address))
            _builder.Close(FormatKind.Link, start, address);
    }

    private static bool IsLinkable(string address) =>
        address.Length <= MaxAddressLength && Schemes.Any(scheme => address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && address.Length > scheme.Length);

    /// <summary>Telegram's clients already link a written-out URL.</summary>
    private bool IsAddressItself(int start, string address)
    {
        var label = _builder.Since(start).Trim();
        return address.AsSpan().Equals(label, StringComparison.OrdinalIgnoreCase)
            || IsWithScheme("http://", label)
            || IsWithScheme("mailto:", label);

        bool IsWithScheme(string scheme, ReadOnlySpan<char> rest) =>
            address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && address.AsSpan(scheme.Length).Equals(rest, StringComparison.OrdinalIgnoreCase);
    }
}
