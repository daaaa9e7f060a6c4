namespace WisdomWave.Contracts;

/// <summary>
/// Shortens text to a number of UTF-16 units without splitting a surrogate pair: half a character is invalid in JSON, in databases and
/// for Telegram.
/// </summary>
public static class Utf16Text
{
    /// <summary>The greatest length up to <paramref name="maxLength"/> that does not split a surrogate pair.</summary>
    /// <param name="maxLength">UTF-16 units; may exceed the length of the text.</param>
    public static int SafeLength(ReadOnlySpan<char> text, int maxLength)
    {
        if (maxLength >= text.Length)
            return text.Length;
        return maxLength > 0 && char.IsHighSurrogate(text[maxLength - 1]) && char.IsLowSurrogate(text[maxLength]) ? maxLength - 1 : maxLength;
    }

    /// <summary>The text unchanged if it fits, otherwise its start and "…".</summary>
    /// <param name="maxLength">UTF-16 units, including the "…"; at least 1.</param>
    public static string Truncate(string text, int maxLength) =>
        text.Length <= maxLength ? text : $"{text.AsSpan(0, SafeLength(text, maxLength - 1))}…";
}
