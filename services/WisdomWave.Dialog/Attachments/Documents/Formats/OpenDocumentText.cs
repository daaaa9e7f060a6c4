using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Reads an OpenDocument text, spreadsheet or presentation (.odt, .ods, .odp). All text is in <c>content.xml</c>.</summary>
internal sealed class OpenDocumentText
{
    /// <summary>A sheet may repeat an empty cell 16,000 times. This many tabs are enough to show a gap.</summary>
    private const int MaxGap = 20;

    private readonly BoundedText _text;
    private int _paragraphs;
    private int _gap;
    private int _repeated = 1;
    private StringBuilder? _cell;

    private OpenDocumentText(DocumentBounds bounds) => _text = new(bounds.MaxCharacters);

    public static DocumentText Read(ZipArchive archive, DocumentBounds bounds)
    {
        if (archive.GetEntry("META-INF/manifest.xml") is { } manifest && IsEncrypted(manifest))
            throw new DocumentException(DocumentProblem.Encrypted);

        using var content = (archive.GetEntry("content.xml") ?? throw new DocumentException(DocumentProblem.Corrupt)).Open();
        using var reader = XmlReader.Create(content, new XmlReaderSettings { MaxCharactersInDocument = ZipFormats.MostXml });
        var document = new OpenDocumentText(bounds);
        for (var more = reader.Read(); more && !document._text.IsFull;)
        {
            // Skip tracked deletions, and the author and date of comments.
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "tracked-changes" or "creator" or "date" })
            {
                reader.Skip();
                more = !reader.EOF;
                continue;
            }

            document.Visit(reader);
            more = reader.Read();
        }

        return document._text.End();
    }

    private static bool IsEncrypted(ZipArchiveEntry manifest)
    {
        using var stream = manifest.Open();
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { MaxCharactersInDocument = ZipFormats.MostXml, DtdProcessing = DtdProcessing.Ignore });
        return reader.ReadToFollowing("encryption-data", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0");
    }

    private void Visit(XmlReader reader)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA when _paragraphs > 0:
                Append(reader.Value.ReplaceLineEndings(" "));
                break;
            case XmlNodeType.Element:
                Start(reader);
                break;
            case XmlNodeType.EndElement:
                End(reader.LocalName);
                break;
        }
    }

    private void Start(XmlReader reader)
    {
        switch (reader.LocalName)
        {
            case "p" or "h" when !reader.IsEmptyElement:
                _paragraphs++;
                break;
            case "p" or "h":
                EndParagraph();
                break;
            case "tab":
                Append("\t");
                break;
            case "line-break":
                Append(_cell is null ? "\n" : " ");
                break;
            case "s" when _paragraphs > 0:
                Append(new string(' ', Repeated(reader, "c", MaxGap)));
                break;
            case "note-citation" when !reader.IsEmptyElement:
                Append("[");
                break;
            case "annotation":
                Append("[comment: ");
                break;
            case "table":
                _text.EndBlock();
                if (reader.GetAttribute("name", reader.NamespaceURI) is { } name)
                    _text.Append($"## {name}\n");
                break;
            case "table-row":
                _gap = 0;
                break;
            case "table-cell" or "covered-table-cell":
                _repeated = Repeated(reader, "number-columns-repeated", MaxGap);
                _cell = new();
                if (reader.IsEmptyElement)
                    EndCell();
                break;
        }
    }

    private void End(string name)
    {
        switch (name)
        {
            case "p" or "h":
                _paragraphs--;
                EndParagraph();
                break;
            case "note-citation":
                Append(": ");
                break;
            case "note-body" or "annotation":
                Append("]");
                break;
            case "table-cell" or "covered-table-cell":
                EndCell();
                break;
            case "table-row" or "page":
                _text.EndLine();
                break;
        }
    }

    private void EndParagraph()
    {
        if (_cell is not null)
            _cell.Append(' ');
        else if (_paragraphs == 0)
            _text.Append('\n');
    }

    // Tabs separate cells with content; none follow the last.
    private void EndCell()
    {
        var words = (_cell?.ToString() ?? "").Trim();
        _cell = null;
        for (var i = 0; i < _repeated && !_text.IsFull; i++)
        {
            if (words.Length > 0)
            {
                _text.Append(new string('\t', Math.Min(_gap, MaxGap)));
                _text.Append(words);
                _gap = 0;
            }

            _gap++;
        }
    }

    private void Append(string words)
    {
        if (_cell is not null)
            _cell.Append(words);
        else
            _text.Append(words);
    }

    private static int Repeated(XmlReader reader, string attribute, int most) =>
        int.TryParse(reader.GetAttribute(attribute, reader.NamespaceURI), NumberStyles.None, CultureInfo.InvariantCulture, out var times)
            ? Math.Min(times, most)
            : 1;
}
