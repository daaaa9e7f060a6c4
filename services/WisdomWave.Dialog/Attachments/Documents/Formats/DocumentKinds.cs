using System.Text;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Tells a document's kind by what is in it, since names lie.</summary>
internal static class DocumentKinds
{
    private const int HeadLength = 1024;

    static DocumentKinds() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="DocumentException">It has no text.</exception>
    public static DocumentText Read(Stream file, DocumentBounds bounds)
    {
        var buffer = new byte[HeadLength];
        ReadOnlySpan<byte> head = buffer.AsSpan(0, file.ReadAtLeast(buffer, HeadLength, throwOnEndOfStream: false));
        file.Position = 0;

        // PDF readers take a header anywhere in the first kilobyte.
        var text = head.IndexOf("%PDF-"u8) >= 0 ? PdfText.Read(file, bounds)
            : head.StartsWith("PK\x03\x04"u8) ? ZipKinds.Read(file, bounds)
            : head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? OldOfficeText.Read(file, bounds)
            // Its words are hidden among control words and code page escapes: as plain text it would be noise.
            : head.StartsWith(@"{\rtf"u8) ? throw new DocumentException(DocumentProblem.Unsupported)
            : PlainText.Read(file, bounds);
        return text.Text.AsSpan().IsWhiteSpace() ? throw new DocumentException(DocumentProblem.NoText) : text;
    }
}
