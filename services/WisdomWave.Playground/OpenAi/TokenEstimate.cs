namespace WisdomWave.Playground.OpenAi;

/// <summary>Estimates token counts: about four characters per token, or two in Cyrillic and other scripts.</summary>
internal static class TokenEstimate
{
    private const int PerMessage = 3;

    public static int Of(ReadOnlySpan<char> text)
    {
        var quarters = 0;
        foreach (var character in text)
            quarters += character < 0x250 ? 1 : 2;
        return (quarters + 3) / 4;
    }

    public static int Of(IReadOnlyList<Wire.PromptMessage> prompt) =>
        prompt.Sum(message => PerMessage + 1 + Of(message.Text) + (message.Images * 765)) + PerMessage;
}
