namespace WisdomWave.Dialog.Attachments.Documents;

/// <summary>Tells a document's kind by what is in it: names lie.</summary>
internal static class DocumentKinds
{
    private const int HeadLength = 1024;

    /// <exception cref="DocumentException">It has no text.</exception>
    public static DocumentText Read(Stream file, DocumentBounds bounds)
    {
        var buffer = new byte[HeadLength];
        ReadOnlySpan<byte> head = buffer.AsSpan(0, file.ReadAtLeast(buffer, HeadLength, throwOnEndOfStream: false));
        file.Position = 0;

        // PDF readers take a header anywhere in the first kilobyte.
        var text = head.IndexOf("%PDF-"u8) >= 0 ? PdfText.Read(file, bounds)
            : head.StartsWith("PK\x03\x04"u8) ? WordText.Read(file, bounds)
            : head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? throw new DocumentException(OldOffice(file))
            : PlainText.Read(file, bounds);
        return text.Text.AsSpan().IsWhiteSpace() ? throw new DocumentException(DocumentProblem.NoText) : text;
    }

    /// <summary>A .doc or .xls of before 2007, or a newer document in the envelope that a password puts it into.</summary>
    private static DocumentProblem OldOffice(Stream file)
    {
        // The names of the envelope's streams are UTF-16, in a directory near the beginning or the end.
        ReadOnlySpan<byte> name = System.Text.Encoding.Unicode.GetBytes("EncryptedPackage");
        var buffer = new byte[64 * 1024];
        for (var overlap = 0; ;)
        {
            var read = file.ReadAtLeast(buffer.AsSpan(overlap), buffer.Length - overlap, throwOnEndOfStream: false);
            if (buffer.AsSpan(0, overlap + read).IndexOf(name) >= 0)
                return DocumentProblem.Encrypted;
            if (overlap + read < buffer.Length)
                return DocumentProblem.Unsupported;
            buffer.AsSpan(buffer.Length - name.Length).CopyTo(buffer);
            overlap = name.Length;
        }
    }
}
