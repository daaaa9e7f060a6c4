using System.Text;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>
/// The envelope of Office before 2007, in which newer documents stand too when they have a password. Of the old ones only
/// workbooks (.xls) are read.
/// </summary>
internal static class OldOfficeText
{
    /// <exception cref="DocumentException">It is no workbook, or wants a password.</exception>
    public static DocumentText Read(Stream file, DocumentBounds bounds) =>
        Contains(file, "EncryptedPackage") ? throw new DocumentException(DocumentProblem.Encrypted)
        // "Workbook" since Excel 97, "Book" before.
        : Contains(file, "Workbook") || Contains(file, "Book") ? SheetText.Read(file, bounds)
        : throw new DocumentException(DocumentProblem.Unsupported);

    // The names of the envelope's streams are UTF-16, in a directory near the beginning or the end.
    private static bool Contains(Stream file, string streamName)
    {
        ReadOnlySpan<byte> name = Encoding.Unicode.GetBytes(streamName);
        var buffer = new byte[64 * 1024];
        file.Position = 0;
        for (var overlap = 0; ;)
        {
            var read = file.ReadAtLeast(buffer.AsSpan(overlap), buffer.Length - overlap, throwOnEndOfStream: false);
            var isFound = buffer.AsSpan(0, overlap + read).IndexOf(name) >= 0;
            if (isFound || overlap + read < buffer.Length)
            {
                file.Position = 0;
                return isFound;
            }

            buffer.AsSpan(buffer.Length - name.Length).CopyTo(buffer);
            overlap = name.Length;
        }
    }
}
