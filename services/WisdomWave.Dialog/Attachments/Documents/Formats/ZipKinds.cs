using System.IO.Compression;
using System.Text.RegularExpressions;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Documents that are zip archives of XML: Office since 2007, OpenDocument, EPUB.</summary>
internal static partial class ZipKinds
{
    private const int MostEntries = 20_000;

    /// <summary>Of what is unpacked; a thick book has 10 MB of XML. Pictures are not unpacked.</summary>
    public const long MostXml = 64 * 1024 * 1024;

    /// <summary>Of the small files that say what the archive is.</summary>
    private const int MostOfIndex = 1024 * 1024;

    /// <exception cref="DocumentException">It is another archive, or unpacks to too much.</exception>
    public static DocumentText Read(Stream file, DocumentBounds bounds)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count > MostEntries)
            throw new DocumentException(DocumentProblem.Corrupt);

        var types = OfficeMainType().Match(ReadIndex(archive, "[Content_Types].xml"));
        var mediaType = ReadIndex(archive, "mimetype").Trim();
        if (types.Groups["sheet"].Success)
        {
            // Read row by row, as far as there is room: a large one is no bomb.
            return SheetText.Read(Rewound(file), bounds);
        }

        CheckUnpackedSize(archive);
        return types.Groups["word"].Success ? WordText.Read(Rewound(file), bounds)
            : types.Groups["slides"].Success ? SlideText.Read(Rewound(file), bounds)
            : mediaType.StartsWith("application/vnd.oasis.opendocument.", StringComparison.Ordinal) ? OpenDocumentText.Read(archive, bounds)
            : mediaType == "application/epub+zip" ? EpubText.Read(archive, bounds)
            : throw new DocumentException(DocumentProblem.Unsupported);
    }

    /// <summary>What the archive says of itself, before anything of it is unpacked.</summary>
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
        var bytes = new byte[(int)Math.Min(entry.Length, MostOfIndex)];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return System.Text.Encoding.UTF8.GetString(bytes.AsSpan(0, length));
    }

    private static Stream Rewound(Stream file)
    {
        file.Position = 0;
        return file;
    }

    // "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    // "application/vnd.ms-excel.sheet.binary.macroEnabled.main"; what is embedded has no "main".
    [GeneratedRegex("""ContentType="application/vnd\.(openxmlformats-officedocument\.)?((?<word>wordprocessingml|ms-word)|(?<sheet>spreadsheetml|ms-excel)|(?<slides>presentationml|ms-powerpoint))\.[A-Za-z.]+\.main(\+xml)?["]""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfficeMainType();
}
