using WisdomWave.Contracts;

namespace WisdomWave.Dialog.Localization;

/// <summary>Shortens texts without splitting a surrogate pair.</summary>
internal static class TextCut
{
    private const int MaxPreviewLength = 60;

    /// <summary>A text that is too long is cut, and an ellipsis is added.</summary>
    public static string WithEllipsis(string text, int maxLength) =>
        text.Length <= maxLength ? text : $"{text.AsSpan(0, Utf16Text.SafeLength(text, maxLength))}…";

    /// <summary>The start of the text on one line, cut after a word if possible.</summary>
    public static string Preview(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var isSpaced = line.Length > MaxPreviewLength && line.LastIndexOf(' ', MaxPreviewLength) > MaxPreviewLength / 2;
        return WithEllipsis(line, isSpaced ? line.LastIndexOf(' ', MaxPreviewLength) : MaxPreviewLength);
    }
}
