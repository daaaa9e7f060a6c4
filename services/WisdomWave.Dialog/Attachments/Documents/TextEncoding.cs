using System.Text;
using System.Text.Unicode;

namespace WisdomWave.Dialog.Attachments.Documents;

/// <summary>How the bytes of a text are meant.</summary>
internal static class TextEncoding
{
    private static readonly Encoding Cyrillic = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <returns>Null when the bytes are no text.</returns>
    public static Encoding? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF32.Preamble))
            return Encoding.UTF32;
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            return Encoding.UTF8;
        if (bytes.StartsWith(Encoding.Unicode.Preamble))
            return Encoding.Unicode;
        if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return Encoding.BigEndianUnicode;
        if (bytes.Contains((byte)0))
            return Utf16(bytes);
        if (HasControls(bytes))
            return null;
        return IsUtf8(bytes) ? Encoding.UTF8 : OneByte(bytes);
    }

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

    /// <summary>Russian words are runs of high bytes, in Western ones an accented letter stands among plain ones.</summary>
    private static Encoding OneByte(ReadOnlySpan<byte> bytes)
    {
        var (high, inRuns) = (0, 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0xC0)
                continue;
            high++;
            if ((i > 0 && bytes[i - 1] >= 0xC0) || (i + 1 < bytes.Length && bytes[i + 1] >= 0xC0))
                inRuns++;
        }

        return inRuns * 2 >= high ? Cyrillic : Western;
    }
}
