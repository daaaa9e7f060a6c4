using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace WisdomWave.Dialog.Attachments.Documents;

/// <summary>The words of a .docx, read as a stream of elements: the document is never in memory as a whole.</summary>
internal static class WordText
{
    private const int MostEntries = 5000;

    /// <summary>Of what is unpacked; a thick book has 10 MB of XML. Pictures are not unpacked.</summary>
    private const long MostXml = 64 * 1024 * 1024;

    public static DocumentText Read(Stream file, DocumentBounds bounds)
    {
        CheckPackage(file);
        using var document = WordprocessingDocument.Open(file, isEditable: false, new OpenSettings { MaxCharactersInPart = MostXml });
        if (document.MainDocumentPart is not { } main)
            throw new DocumentException(DocumentProblem.Unsupported);

        using var reader = OpenXmlReader.Create(main);
        var text = new StringBuilder();
        while (reader.Read())
        {
            if (text.Length >= bounds.MaxCharacters)
                return new(text.ToString(0, bounds.MaxCharacters), IsWhole: false);

            Append(reader, text, bounds.Stop);
        }

        return new(text.ToString(), IsWhole: true);
    }

    private static void Append(OpenXmlReader reader, StringBuilder text, CancellationToken stop)
    {
        if (reader.ElementType == typeof(Text) && reader.IsStartElement)
            text.Append(reader.GetText());
        else if (reader.ElementType == typeof(TabChar) && reader.IsStartElement)
            text.Append('\t');
        else if (reader.ElementType == typeof(Break) && reader.IsStartElement)
            text.Append('\n');
        else if (reader.ElementType == typeof(TableCell) && reader.IsEndElement)
            EndCell(text);
        else if (reader.ElementType == typeof(TableRow) && reader.IsEndElement)
            text.Append('\n');
        else if (reader.ElementType == typeof(Paragraph) && reader.IsEndElement)
        {
            stop.ThrowIfCancellationRequested();
            text.Append('\n');
        }
    }

    // A cell's last paragraph has ended its line; the next cell stands beside it.
    private static void EndCell(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] == '\n')
            text.Length--;
        text.Append('\t');
    }

    /// <summary>What the archive says about itself, before anything of it is unpacked.</summary>
    private static void CheckPackage(Stream file)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count > MostEntries)
            throw new DocumentException(DocumentProblem.Corrupt);
        if (archive.GetEntry("word/document.xml") is null)
            throw new DocumentException(DocumentProblem.Unsupported);

        var xml = archive.Entries
            .Where(entry => entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
            .Sum(entry => entry.Length);
        if (xml > MostXml)
            throw new DocumentException(DocumentProblem.Corrupt);
        file.Position = 0;
    }
}
