using System.Text;
using System.Text.Unicode;
using UtfUnknown;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Detects the encoding of a text: by its byte order mark, by its byte patterns, or by letter statistics.</summary>
internal static class TextEncoding
{
    /// <summary>The detector gets this many bytes, starting near the first byte that is not ASCII.</summary>
    private const int SampleBytes = 128 * 1024;

    /// <summary>Below this confidence the detector is wrong about one short text in three, so people are told that it guessed.</summary>
    private const float MinConfidence = 0.6f;

    static TextEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <returns>Null when the bytes are not text. <c>IsSure</c> is false for a guess that may be wrong.</returns>
    public static (Encoding Encoding, bool IsSure)? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF32.Preamble))
            return (Encoding.UTF32, true);
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            return (Encoding.UTF8, true);
        if (bytes.StartsWith(Encoding.Unicode.Preamble))
            return (Encoding.Unicode, true);
        if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return (Encoding.BigEndianUnicode, true);
        if (bytes.Contains((byte)0))
            return Utf16(bytes) is { } utf16 ? (utf16, true) : null;
        if (HasControls(bytes))
            return null;

        // ISO-2022-JP, used in Japanese mail, is valid UTF-8: seven-bit text between escape sequences.
        if (IsUtf8(bytes) && bytes.IndexOf("\x1B$"u8) < 0)
            return (Encoding.UTF8, true);
        return Detect(bytes);
    }

    private static (Encoding Encoding, bool IsSure) Detect(ReadOnlySpan<byte> bytes)
    {
        var detected = CharsetDetector.DetectFromBytes(SampleOf(bytes).ToArray()).Detected;
        if (IsDamagedUtf8(bytes))
            return (Encoding.UTF8, detected?.EncodingName is "utf-8");
        if (detected?.Encoding is not { } encoding)
            return (Encoding.GetEncoding(1252), false);
        return (Widened(encoding, bytes), detected.Confidence >= MinConfidence);
    }

    // Start at the beginning of a line, so that the sample does not start within a character.
    private static ReadOnlySpan<byte> SampleOf(ReadOnlySpan<byte> bytes)
    {
        var first = Math.Max(0, bytes.IndexOfAnyExceptInRange((byte)0, (byte)127));
        var start = bytes[..first].LastIndexOf((byte)'\n') + 1;
        return bytes.Slice(start, Math.Min(bytes.Length - start, SampleBytes));
    }

    /// <summary>Replaces a standard encoding by its Windows superset, which has letters and quotation marks in place of control characters.</summary>
    private static Encoding Widened(Encoding encoding, ReadOnlySpan<byte> bytes) => encoding.WebName switch
    {
        "iso-8859-1" or "us-ascii" => Encoding.GetEncoding(1252),
        "iso-8859-9" => Encoding.GetEncoding(1254),
        "iso-8859-2" when HasHighControls(bytes) => Encoding.GetEncoding(1250),
        "iso-8859-7" when HasHighControls(bytes) => Encoding.GetEncoding(1253),
        "iso-8859-8" when HasHighControls(bytes) => Encoding.GetEncoding(1255),
        "iso-8859-13" => Encoding.GetEncoding(1257),
        "tis-620" => Encoding.GetEncoding(874),

        // KOI8-U has Ukrainian letters in place of box-drawing characters.
        "koi8-r" => Encoding.GetEncoding("koi8-u"),
        _ => encoding,
    };

    private static bool HasHighControls(ReadOnlySpan<byte> bytes) => bytes.ContainsAnyInRange((byte)0x80, (byte)0x9F);

    // The bytes may have been cut in the middle of a character.
    private static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        for (var cut = 0; cut < Math.Min(4, bytes.Length + 1); cut++)
        {
            if (Utf8.IsValid(bytes[..^cut]))
                return true;
        }

        return false;
    }

    /// <summary>A few bad bytes among many valid characters, as in a log of several writers or in a text that was cut and joined.</summary>
    private static bool IsDamagedUtf8(ReadOnlySpan<byte> bytes)
    {
        var (good, bad) = (0, 0);
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done)
                bad++;
            else if (!rune.IsAscii)
                good++;
            bytes = bytes[length..];
        }

        return good > 20 * bad;
    }

    // Without a byte order mark, the zero bytes of ASCII characters reveal the byte order.
    private static Encoding? Utf16(ReadOnlySpan<byte> bytes)
    {
        var zeros = (Even: 0, Odd: 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0 && i % 2 == 0)
                zeros.Even++;
            else if (bytes[i] == 0)
                zeros.Odd++;
        }

        var encoding = zeros.Odd > 10 * zeros.Even ? Encoding.Unicode
            : zeros.Even > 10 * zeros.Odd ? Encoding.BigEndianUnicode
            : null;
        return encoding is not null && LooksWritten(encoding.GetString(bytes)) ? encoding : null;
    }

    // Pictures and programs contain zeros too. Decoded as UTF-16 they are full of control characters and invalid code units.
    private static bool LooksWritten(string text)
    {
        var odd = 0;
        foreach (var character in text)
        {
            if ((char.IsControl(character) && character is not ('\t' or '\r' or '\n' or '\f')) || character is '\uFFFD' or '\uFFFF')
                odd++;
        }

        return odd * 100 <= text.Length;
    }

    // Texts may contain backspace, tab, line ends, form feed and the escape of coloured logs. Other control characters mean a binary file.
    private static bool HasControls(ReadOnlySpan<byte> bytes)
    {
        var controls = 0;
        foreach (var value in bytes)
        {
            if (value < 0x20 && value is not (0x08 or 0x09 or 0x0A or 0x0C or 0x0D or 0x1B))
                controls++;
        }

        return controls * 200 > bytes.Length;
    }
}
