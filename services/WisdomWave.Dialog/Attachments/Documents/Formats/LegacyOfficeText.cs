using System.Text;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>
/// Reads the container format of Office before 2007, which also wraps newer documents that have a password. Only workbooks (.xls)
/// are supported.
/// </summary>
internal static class LegacyOfficeText
{
    /// <exception cref="DocumentException">The file is not a workbook, or needs a password.</exception>
    public static DocumentText Read(Stream file, DocumentBounds bounds) =>
        Contains(file, "EncryptedPackage") ? throw new DocumentException(DocumentProblem.Encrypted)
        // The stream is "Workbook" since Excel 97, "Book" before.
        : Contains(file, "Workbook") || Contains(file, "Book") ? SheetText.Read(file, bounds)
        : throw new DocumentException(DocumentProblem.Unsupported);

    // The container's directory stores stream names as UTF-16, near the start or the end of the file.
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
