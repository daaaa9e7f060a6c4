using System.Globalization;
using System.Text;

namespace WisdomWave.Ingress.Rendering;

/// <summary>The width of a text in columns of a monospaced font.</summary>
internal static class TextWidth
{
    public static int Of(string text)
    {
        var width = 0;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var length = StringInfo.GetNextTextElementLength(rest);
            width += OfGrapheme(rest[..length]);
            rest = rest[length..];
        }

        return width;
    }

    private static int OfGrapheme(ReadOnlySpan<char> grapheme)
    {
        Rune.DecodeFromUtf16(grapheme, out var first, out _);
        if (IsZeroWidth(first))
            return 0;
        // U+FE0F requests the emoji form of a character that is otherwise narrow.
        if (grapheme.Contains('\uFE0F'))
            return 2;
        // U+FE0E requests the narrow form.
        return IsWide(first.Value) && !grapheme.Contains('\uFE0E') ? 2 : 1;
    }

    private static bool IsZeroWidth(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control;

    // East Asian Wide and Fullwidth, and emoji with pictures by default.
    private static bool IsWide(int c) => c switch
    {
        < 0x1100 => false,
        <= 0x115F => true,
        0x231A or 0x231B or 0x2329 or 0x232A or 0x23E9 or 0x23EA or 0x23EB or 0x23EC or 0x23F0 or 0x23F3 => true,
        0x25FD or 0x25FE or 0x2614 or 0x2615 or (>= 0x2648 and <= 0x2653) or 0x267F or 0x2693 or 0x26A1 or 0x26AA or 0x26AB => true,
        0x26BD or 0x26BE or 0x26C4 or 0x26C5 or 0x26CE or 0x26D4 or 0x26EA or 0x26F2 or 0x26F3 or 0x26F5 or 0x26FA or 0x26FD => true,
        0x2705 or 0x270A or 0x270B or 0x2728 or 0x274C or 0x274E or 0x2753 or 0x2754 or 0x2755 or 0x2757 => true,
        0x2795 or 0x2796 or 0x2797 or 0x27B0 or 0x27BF or 0x2B1B or 0x2B1C or 0x2B50 or 0x2B55 => true,
        >= 0x2E80 and <= 0xA4CF and not 0x303F => true,
        >= 0xA960 and <= 0xA97C => true,
        >= 0xAC00 and <= 0xD7A3 => true,
        >= 0xF900 and <= 0xFAFF => true,
        >= 0xFE30 and <= 0xFE6F => true,
        >= 0xFF00 and <= 0xFF60 => true,
        >= 0xFFE0 and <= 0xFFE6 => true,
        0x1F004 or 0x1F0CF or 0x1F18E or (>= 0x1F191 and <= 0x1F19A) => true,
        >= 0x1F1E6 and <= 0x1F265 => true,
        >= 0x1F300 and <= 0x1F64F => true,
        >= 0x1F680 and <= 0x1F6FF => true,
        >= 0x1F7E0 and <= 0x1F7EB => true,
        >= 0x1F900 and <= 0x1FAFF => true,
        >= 0x20000 and <= 0x3FFFD => true,
        _ => false,
    };
}
