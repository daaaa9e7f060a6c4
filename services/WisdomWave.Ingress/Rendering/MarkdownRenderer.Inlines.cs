using Markdig.Extensions.Footnotes;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using WisdomWave.Ingress.Rendering.Formulas;
using WisdomWave.Ingress.Rendering.Html;

namespace WisdomWave.Ingress.Rendering;

internal sealed partial class MarkdownRenderer
{
    // A longer address would take too much of a message's room for formatting.
    private const int MaxAddressLength = 2048;

    // Not tg: such an address acts in the client of whoever presses it (opens a person, adds a proxy, starts a bot), and its words hide
    // what it does. What is public in Telegram has an address of the web.
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
                _builder.Append(VisibleText.Clean(entity.Transcoded.ToString()));
                break;
            // A single line end is most often meant: in chat as in verses.
            case LineBreakInline:
                // Behind a tag that has ended the line there is nothing left to end.
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
                    _builder.Append(Scripts.Superscript(note.Footnote.Order));
                break;
            // Shown as the item's bullet, unless that is a number.
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
        // In a cell even code needs the backslash.
        _builder.Append(_isInTable ? code.Content.Replace("\\|", "|", StringComparison.Ordinal) : code.Content);
        // A link cannot hold code: its address is worth more.
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

    // 2*3*4, a*b*c, 2**3**4: emphasis to CommonMark, to nobody else. **un**done keeps its bold.
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
            _builder.Append(VisibleText.Clean(address));
        CloseLink(start, address);
    }

    private void CloseLink(int start, string address)
    {
        if (_linkDepth == 0 && IsLinkable(address) && !IsAddressItself(start, address))
            _builder.Close(FormatKind.Link, start, address);
    }

    private static bool IsLinkable(string address) =>
        address.Length <= MaxAddressLength && Schemes.Any(scheme => address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && address.Length > scheme.Length);

    /// <summary>Telegram's clients recognise an address that is written out.</summary>
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
