using System.Globalization;
using System.Text;

namespace WisdomWave.Contracts.Completion;

/// <summary>Decides whether a text has anything to see; a model's answer without a visible character counts as empty.</summary>
public static class VisibleText
{
    /// <summary>False for text that consists only of white space, control characters and invisible characters.</summary>
    public static bool IsIn(ReadOnlySpan<char> text) => IndexIn(text) >= 0;

    /// <returns>The UTF-16 index of the first visible character; -1 when there is none.</returns>
    public static int IndexIn(ReadOnlySpan<char> text)
    {
        var index = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsVisible(rune))
                return index;
            index += rune.Utf16SequenceLength;
        }

        return -1;
    }

    private static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned)
        // Letters and marks without a glyph of their own: Hangul fillers, the empty Braille cell, variation selectors.
        && rune.Value is not (0x034F or 0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0
            or (>= 0x17B4 and <= 0x17B5) or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF));
}
