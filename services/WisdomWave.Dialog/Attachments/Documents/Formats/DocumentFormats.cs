using System.Text;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Detects a document's format by its content, because file names are unreliable, and reads it.</summary>
internal static class DocumentFormats
{
    private const int HeadLength = 1024;

    static DocumentFormats() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="DocumentException">No text can be extracted.</exception>
    public static DocumentText Read(Stream file, DocumentBounds bounds)
    {
        var buffer = new byte[HeadLength];
        ReadOnlySpan<byte> head = buffer.AsSpan(0, file.ReadAtLeast(buffer, HeadLength, throwOnEndOfStream: false));
        file.Position = 0;

        // PDF readers accept a header anywhere in the first kilobyte.
        var text = head.IndexOf("%PDF-"u8) >= 0 ? PdfText.Read(file, bounds)
            : head.StartsWith("PK\x03\x04"u8) ? ZipFormats.Read(file, bounds)
            : head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? LegacyOfficeText.Read(file, bounds)
            // RTF mixes the text with control words and escapes, so as plain text it would be noise.
            : head.StartsWith(@"{\rtf"u8) ? throw new DocumentException(DocumentProblem.Unsupported)
            : PlainText.Read(file, bounds);
        return text.Text.AsSpan().IsWhiteSpace() ? throw new DocumentException(DocumentProblem.NoText) : text;
    }
}

/// <summary>Where reading stops. <see cref="Processes.DocumentProcess"/> limits time and memory.</summary>
internal sealed record DocumentBounds(int MaxCharacters, int MaxPages);
