using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace WisdomWave.Dialog.Tests.Attachments;

/// <summary>Sample files.</summary>
internal static class Samples
{
    /// <summary>The start of a PNG; it is never decoded.</summary>
    public static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 1, 2, 3];

    public static byte[] Pdf(params string[] pages)
    {
        var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var text in pages)
        {
            var page = builder.AddPage(595, 842);
            if (text.Length > 0)
                page.AddText(text, 12, new PdfPoint(50, 700), font);
        }

        return builder.Build();
    }

    /// <summary>An encrypted PDF whose key matches no password.</summary>
    public static byte[] EncryptedPdf()
    {
        var key = new string('4', 64);
        return Encoding.ASCII.GetBytes($$"""
            %PDF-1.4
            1 0 obj
            <</Type/Catalog/Pages 2 0 R>>
            endobj
            2 0 obj
            <</Type/Pages/Kids[3 0 R]/Count 1>>
            endobj
            3 0 obj
            <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>
            endobj
            4 0 obj
            <</Filter/Standard/V 2/R 3/Length 128/P -4/O<{{key}}>/U<{{key}}>>>
            endobj
            trailer
            <</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]/Size 5>>
            %%EOF
            """);
    }

    public static byte[] Word(params string[] paragraphs) => Word(body =>
    {
        foreach (var text in paragraphs)
            body.Append(new Paragraph(new Run(new Text(text))));
    });

    public static byte[] Word(Action<Body> write)
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var body = new Body();
            write(body);
            document.AddMainDocumentPart().Document = new Document(body);
        }

        return file.ToArray();
    }

    /// <summary>200 MB in 200 KB.</summary>
    public static byte[] ZipBomb()
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("word/document.xml", CompressionLevel.Optimal).Open();
            var spaces = new byte[1024 * 1024];
            spaces.AsSpan().Fill((byte)' ');
            for (var i = 0; i < 200; i++)
                entry.Write(spaces);
        }

        return file.ToArray();
    }

    public static byte[] Zip(string name, string content)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }

        return file.ToArray();
    }
}
