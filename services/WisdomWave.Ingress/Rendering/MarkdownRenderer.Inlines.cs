using Markdig.Extensions.Footnotes;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;
using WisdomWave.Ingress.Rendering.Formulas;

namespace WisdomWave.Ingress.Rendering;

internal sealed partial class MarkdownRenderer
{
    // A longer address would take too much of a message's room for formatting.
    private const int MaxAddressLength = 2048;

    private static readonly string[] Schemes = ["http://", "https://", "tg://", "mailto:"];

    private void WriteInlines(ContainerInline inlines)
    {
        foreach (var inline in inlines)
            Write(inline);
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
                _builder.Append("\n");
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
        _builder.Append(code.Content);
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
        if (IsLinkable(address) && _linkDepth == 0 && !IsAddressItself(start, address))
            _builder.Close(FormatKind.Link, start, address);
    }

    private static bool IsLinkable(string address) =>
        address.Length <= MaxAddressLength && Schemes.Any(scheme => address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && address.Length > scheme.Length);

    /// <summary>Telegram's clients recognise an address that is written out.</summary>
    private bool IsAddressItself(int start, string address)
    {
        var label = _builder.ToString(start, _builder.Length - start).Trim();
        return address.Equals(label, StringComparison.OrdinalIgnoreCase)
            || address.Equals("http://" + label, StringComparison.OrdinalIgnoreCase)
            || address.Equals("mailto:" + label, StringComparison.OrdinalIgnoreCase);
    }
}
