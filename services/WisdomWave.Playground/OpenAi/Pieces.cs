namespace WisdomWave.Playground.OpenAi;

/// <summary>Cuts an answer into pieces the size of tokens: a word with the space before it, long words in parts.</summary>
internal static class Pieces
{
    private const int Longest = 8;

    /// <summary>The length of the piece that starts at <paramref name="start"/>; surrogate pairs stay whole.</summary>
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
