namespace WisdomWave.Dialog.Localization;

/// <summary>The beginning of a text, on one line.</summary>
internal static class Preview
{
    private const int Longest = 60;

    public static string Of(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (line.Length <= Longest)
            return line;

        // Behind a whole word where there is one, never inside a character.
        var end = line.LastIndexOf(' ', Longest) is > Longest / 2 and var space ? space : Longest;
        return line[..(char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)] + "…";
    }
}
