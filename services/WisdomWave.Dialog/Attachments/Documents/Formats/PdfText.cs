using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Exceptions;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

internal static class PdfText
{
    public static DocumentText Read(Stream file, DocumentBounds bounds)
    {
        using var pdf = Open(file);
        var text = new BoundedText(bounds.MaxCharacters);
        var pages = Math.Min(pdf.NumberOfPages, bounds.MaxPages);
        for (var page = 1; page <= pages && !text.IsFull; page++)
        {
            if (!text.IsEmpty)
                text.Append("\n\n");
            text.Append(ContentOrderTextExtractor.GetText(pdf.GetPage(page), addDoubleNewline: true));
        }

        var read = text.End();
        return read with { IsWhole = read.IsWhole && pages == pdf.NumberOfPages };
    }

    private static PdfDocument Open(Stream file)
    {
        try
        {
            return PdfDocument.Open(file, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true });
        }
        catch (PdfDocumentEncryptedException exception)
        {
            throw new DocumentException(DocumentProblem.Encrypted, exception);
        }
    }
}
