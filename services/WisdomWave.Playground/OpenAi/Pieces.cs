namespace WisdomWave.Playground.OpenAi;

/// <summary>Splits an answer into token-sized pieces: a word with the space before it, or a part of a long word.</summary>
internal static class Pieces
{
    private const int Longest = 8;

    /// <summary>Returns the length of the piece at <paramref name="start"/>. It does not split surrogate pairs.</summary>
    public static int LengthAt(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && end - start < Longest && !char.IsWhiteSpace(text[end]))
            end++;
        if (end < text.Length && char.IsLowSurrogate(text[end]))
            end++;
        return end - start;
    }
}
