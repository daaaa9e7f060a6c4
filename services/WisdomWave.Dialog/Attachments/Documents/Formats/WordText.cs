using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using MathText = DocumentFormat.OpenXml.Math.Text;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>
/// Reads a .docx. Footnotes, endnotes and comments follow the text, which refers to them in Markdown syntax (<c>[^1]</c>). Headers
/// and footers come last, each once.
/// </summary>
internal sealed class WordText
{
    private readonly BoundedText _text;
    private bool _isLeftOut;

    private WordText(DocumentBounds bounds) => _text = new(bounds.MaxCharacters);

    public static DocumentText Read(Stream file, DocumentBounds bounds)
    {
        using var document = WordprocessingDocument.Open(file, isEditable: false, OfficeParts.Settings);
        if (document.MainDocumentPart is not { } main)
            throw new DocumentException(DocumentProblem.Unsupported);

        var word = new WordText(bounds);
        word.Append(main);
        word.Append(main.FootnotesPart);
        word.Append(main.EndnotesPart);
        word.Append(main.WordprocessingCommentsPart);
        word.AppendOnce("Header", main.HeaderParts, bounds);
        word.AppendOnce("Footer", main.FooterParts, bounds);
        return word._text.End();
    }

    private void Append(OpenXmlPart? part) => OfficeParts.Walk(part, () => _text.IsFull, Visit);

    // First, even and odd pages may have separate headers, which usually have the same text.
    private void AppendOnce(string kind, IEnumerable<OpenXmlPart> parts, DocumentBounds bounds)
    {
        var seen = new HashSet<string>();
        foreach (var part in parts)
        {
            var word = new WordText(bounds);
            word.Append(part);
            var words = word._text.End().Text.Trim();
            if (words.Length == 0 || !seen.Add(words))
                continue;

            _text.EndLine();
            _text.Append($"[{kind}: {words}]\n");
        }
    }

    private void Visit(OpenXmlReader reader)
    {
        var type = reader.ElementType;
        if (type == typeof(Footnote) || type == typeof(Endnote))
            VisitNote(reader, reader.Attribute("type") is "separator" or "continuationSeparator" or "continuationNotice", Mark(type, reader));
        else if (type == typeof(Comment))
            VisitNote(reader, isLeftOut: false, $"{Mark(type, reader)}: (comment of {reader.Attribute("author") ?? "somebody"}) ");
        else if (_isLeftOut)
            return;
        else if (reader.IsStartElement)
            VisitStart(reader, type);
        else if (type == typeof(TableCell))
            _text.EndCell();
        else if (type == typeof(TableRow) || type == typeof(Paragraph))
            _text.Append('\n');
    }

    private void VisitStart(OpenXmlReader reader, Type type)
    {
        if (type == typeof(Text) || type == typeof(MathText))
            _text.Append(reader.GetText());
        else if (type == typeof(TabChar))
            _text.Append('\t');
        else if (type == typeof(Break) || type == typeof(CarriageReturn))
            _text.Append('\n');
        else if (type == typeof(NoBreakHyphen))
            _text.Append('-');
        else if (type == typeof(FootnoteReference) || type == typeof(EndnoteReference) || type == typeof(CommentReference))
            _text.Append(Mark(type, reader));
    }

    private void VisitNote(OpenXmlReader reader, bool isLeftOut, string start)
    {
        _isLeftOut = reader.IsStartElement && isLeftOut;
        if (!reader.IsStartElement || _isLeftOut)
            return;

        _text.EndLine();
        _text.Append(start.EndsWith(' ') ? start : $"{start}: ");
    }

    // Footnotes, endnotes and comments are numbered separately.
    private static string Mark(Type type, OpenXmlReader reader)
    {
        var kind = type == typeof(Endnote) || type == typeof(EndnoteReference) ? "e"
            : type == typeof(Comment) || type == typeof(CommentReference) ? "c"
            : "";
        return $"[^{kind}{reader.Attribute("id")}]";
    }
}
