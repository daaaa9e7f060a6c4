using System.IO.Compression;
using System.Text.RegularExpressions;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Reads documents that are zip archives of XML: Office since 2007, OpenDocument, EPUB.</summary>
internal static partial class ZipFormats
{
    private const int MaxEntries = 20_000;

    /// <summary>Bytes of unpacked XML; a thick book has 10 MB. Pictures are not unpacked.</summary>
    public const long MostXml = 64 * 1024 * 1024;

    /// <summary>Bytes to read of the small files that identify the format.</summary>
    private const int MaxIndexBytes = 1024 * 1024;

    /// <exception cref="DocumentException">The archive has another format, or unpacks to too much.</exception>
    public static DocumentText Read(Stream file, DocumentBounds bounds)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count > MaxEntries)
            throw new DocumentException(DocumentProblem.Corrupt);

        var types = OfficeMainType().Match(ReadIndex(archive, "[Content_Types].xml"));
        var mediaType = ReadIndex(archive, "mimetype").Trim();
        if (types.Groups["sheet"].Success)
        {
            // Workbooks are read row by row up to the limit, so a large one is no zip bomb.
            return SheetText.Read(Rewound(file), bounds);
        }

        CheckUnpackedSize(archive);
        return types.Groups["word"].Success ? WordText.Read(Rewound(file), bounds)
            : types.Groups["slides"].Success ? SlideText.Read(Rewound(file), bounds)
            : mediaType.StartsWith("application/vnd.oasis.opendocument.", StringComparison.Ordinal) ? OpenDocumentText.Read(archive, bounds)
            : mediaType == "application/epub+zip" ? EpubText.Read(archive, bounds)
            : throw new DocumentException(DocumentProblem.Unsupported);
    }

    /// <summary>Checks the sizes in the archive's directory before anything is unpacked.</summary>
    private static void CheckUnpackedSize(ZipArchive archive)
    {
        if (archive.Entries.Where(entry => IsText(entry.FullName)).Sum(entry => entry.Length) > MostXml)
            throw new DocumentException(DocumentProblem.Corrupt);
    }

    private static bool IsText(string name) =>
        Path.GetExtension(name).ToUpperInvariant() is ".XML" or ".RELS" or ".OPF" or ".HTML" or ".XHTML" or ".HTM";

    private static string ReadIndex(ZipArchive archive, string name)
    {
        if (archive.GetEntry(name) is not { } entry)
            return "";

        using var stream = entry.Open();
        var bytes = new byte[(int)Math.Min(entry.Length, MaxIndexBytes)];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return System.Text.Encoding.UTF8.GetString(bytes.AsSpan(0, length));
    }

    private static Stream Rewound(Stream file)
    {
        file.Position = 0;
        return file;
    }

    // "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    // "application/vnd.ms-excel.sheet.binary.macroEnabled.main"; embedded documents have no "main". Without backtracking, because the file may
    // be hostile; a time limit would also fail on a busy machine.
    [GeneratedRegex("""ContentType="application/vnd\.(openxmlformats-officedocument\.)?((?<word>wordprocessingml|ms-word)|(?<sheet>spreadsheetml|ms-excel)|(?<slides>presentationml|ms-powerpoint))\.[A-Za-z.]+\.main(\+xml)?["]""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OfficeMainType();
}
