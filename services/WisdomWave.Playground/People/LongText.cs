using WisdomWave.Playground.BotApi.Messages;

namespace WisdomWave.Playground.People;

/// <summary>Splits a pasted text like Telegram's clients: into messages close to the limit, at a space if possible.</summary>
internal static class LongText
{
    private const int LookBack = 400;

    public static IEnumerable<string> Split(string text)
    {
        var start = 0;
        while (text.Length - start > TextRules.MessageLimit)
        {
            var end = start + TextRules.MessageLimit;
            var space = text.LastIndexOfAny([' ', '\n'], end - 1, LookBack);
            if (space > 0)
                end = space + 1;
            else if (char.IsLowSurrogate(text[end]))
                end--;
            yield return text[start..end];
            start = end;
        }

        yield return text[start..];
    }
}
