using System.Text;
using System.Text.Unicode;
using UtfUnknown;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Which encoding a text has: by its mark, by its form, or by what its letters make likely.</summary>
internal static class TextEncoding
{
    /// <summary>The detector looks at so much, from the first byte on that is not ASCII.</summary>
    private const int MostSampled = 128 * 1024;

    /// <summary>Below it, the detector is wrong about one short text in three; people are told then.</summary>
    private const float LeastConfidence = 0.6f;

    static TextEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <returns>Null when the bytes are no text; not sure when it is a guess that may be wrong.</returns>
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

        // Japanese mail writes everything in seven bits, between escapes.
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
        return (Widened(encoding, bytes), detected.Confidence >= LeastConfidence);
    }

    // From the beginning of the line: the sample must not start within a character.
    private static ReadOnlySpan<byte> SampleOf(ReadOnlySpan<byte> bytes)
    {
        var first = Math.Max(0, bytes.IndexOfAnyExceptInRange((byte)0, (byte)127));
        var start = bytes[..first].LastIndexOf((byte)'\n') + 1;
        return bytes.Slice(start, Math.Min(bytes.Length - start, MostSampled));
    }

    /// <summary>The standards have controls where what Windows made of them has letters and quotation marks, which texts do use.</summary>
    private static Encoding Widened(Encoding encoding, ReadOnlySpan<byte> bytes) => encoding.WebName switch
    {
        "iso-8859-1" or "us-ascii" => Encoding.GetEncoding(1252),
        "iso-8859-9" => Encoding.GetEncoding(1254),
        "iso-8859-2" when HasHighControls(bytes) => Encoding.GetEncoding(1250),
        "iso-8859-7" when HasHighControls(bytes) => Encoding.GetEncoding(1253),
        "iso-8859-8" when HasHighControls(bytes) => Encoding.GetEncoding(1255),
        "iso-8859-13" => Encoding.GetEncoding(1257),
        "tis-620" => Encoding.GetEncoding(874),

        // The Ukrainian one has letters where the Russian one has lines for boxes.
        "koi8-r" => Encoding.GetEncoding("koi8-u"),
        _ => encoding,
    };

    private static bool HasHighControls(ReadOnlySpan<byte> bytes) => bytes.ContainsAnyInRange((byte)0x80, (byte)0x9F);

    // Cut in the middle of a character it is UTF-8 all the same.
    private static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        for (var cut = 0; cut < Math.Min(4, bytes.Length + 1); cut++)
        {
            if (Utf8.IsValid(bytes[..^cut]))
                return true;
        }

        return false;
    }

    /// <summary>A log of several writers, a text that was cut and joined: a few bad bytes among many good characters.</summary>
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

    // Without a byte order mark: spaces, digits and line ends show on which side the zeros stand.
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

    // Pictures and programs have zeros too; as UTF-16 they are full of controls, lone surrogates and what no alphabet has.
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

    // Tab, line ends, form feed and the escape of coloured logs belong to texts; the others are of files that are none.
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
