using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Exceptions;

namespace WisdomWave.Dialog.Attachments.Documents;

internal static class PdfText
{
    public static DocumentText Read(Stream file, DocumentBounds bounds)
    {
        using var pdf = Open(file);
        var text = new StringBuilder();
        var page = 0;
        while (++page <= pdf.NumberOfPages)
        {
            bounds.Stop.ThrowIfCancellationRequested();
            if (page > bounds.MaxPages || text.Length >= bounds.MaxCharacters)
                return new(text.ToString(0, Math.Min(text.Length, bounds.MaxCharacters)), IsWhole: false);

            if (text.Length > 0)
                text.Append("\n\n");
            text.Append(ContentOrderTextExtractor.GetText(pdf.GetPage(page), addDoubleNewline: true));
        }

        return new(text.ToString(0, Math.Min(text.Length, bounds.MaxCharacters)), text.Length <= bounds.MaxCharacters);
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
