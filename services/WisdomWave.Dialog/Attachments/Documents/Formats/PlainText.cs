using System.Text.RegularExpressions;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Reads any text file: prose, code, tables, logs, markup.</summary>
internal static partial class PlainText
{
    /// <summary>A shorter HTML page is passed on as source code: the person may ask about its markup.</summary>
    private const int MaxSourceBytes = 20_000;

    /// <summary>Bytes of an HTML page that are parsed; its markup is usually longer than its text.</summary>
    private const int MaxPageBytes = 8 * 1024 * 1024;

    private const int HeadLength = 1024;

    /// <exception cref="DocumentException">The file is not text.</exception>
    public static DocumentText Read(Stream file, DocumentBounds bounds)
    {
        // A character has at most 4 bytes, so more would exceed MaxCharacters.
        var length = (int)Math.Min(file.Length, (4L * bounds.MaxCharacters) + 4);
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        if (TextEncoding.Of(bytes) is not { } found)
            throw new DocumentException(DocumentProblem.Unsupported);

        var (encoding, isSure) = found;
        if (file.Length > MaxSourceBytes && PageStart().IsMatch(encoding.GetString(bytes.AsSpan(0, Math.Min(length, HeadLength)))))
            return ReadPage(file, bounds);

        var mark = bytes.AsSpan().StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
        var text = new BoundedText(bounds.MaxCharacters);
        text.Append(encoding.GetString(bytes.AsSpan(mark)));
        var read = text.End();
        return read with { IsWhole = read.IsWhole && file.Length == length, GuessedEncoding = isSure ? null : encoding.WebName };
    }

    private static DocumentText ReadPage(Stream file, DocumentBounds bounds)
    {
        file.Position = 0;
        var bytes = new byte[(int)Math.Min(file.Length, MaxPageBytes)];
        file.ReadExactly(bytes);
        var text = new BoundedText(bounds.MaxCharacters);
        HtmlText.Append(new MemoryStream(bytes), text);
        var read = text.End();
        return read with { IsWhole = read.IsWhole && file.Length == bytes.Length };
    }

    // Without backtracking, because the file may be hostile; a time limit would also fail on a busy machine.
    [GeneratedRegex(@"^\uFEFF?\s*(<!--[^>]*-->\s*)?(<\?xml[^>]*>\s*)?<(!doctype\s+html|html)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PageStart();
}
