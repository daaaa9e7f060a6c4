using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Tests.Rendering;

internal static class MessageAssert
{
    public static void IsTakenByTelegram(FormattedText part)
    {
        Assert.InRange(part.Text.Length, 1, 4096);
        Assert.False(string.IsNullOrWhiteSpace(part.Text));
        Assert.InRange(part.Spans.Length, 0, 100);
        Assert.InRange(part.Spans.Sum(MessageLimits.BytesOf), 0, 9000);
        Assert.True(IsWellFormed(part.Text), "A surrogate pair was cut.");
        foreach (var span in part.Spans)
        {
            Assert.True(span.Offset >= 0 && span.Length > 0 && span.End <= part.Text.Length, $"{span} lies outside.");
            Assert.True(IsWellFormed(part.Text[span.Offset..span.End]), $"{span} cuts a surrogate pair.");
            if (span.Kind == FormatKind.Link)
                Assert.Matches("^(?i:https?://|mailto:)", span.Argument!);
        }

        // Code has no other formatting except a quote around it, and quotes are not nested.
        foreach (var span in part.Spans.Where(span => span.IsCode || span.IsQuote))
        {
            Assert.DoesNotContain(part.Spans, other =>
                other != span && (span.IsCode ? !other.IsQuote : other.IsQuote) && other.Offset < span.End && span.Offset < other.End);
        }
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
                return false;
        }

        return true;
    }
}
