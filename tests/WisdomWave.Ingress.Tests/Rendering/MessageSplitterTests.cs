using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Tests.Rendering;

public sealed class MessageSplitterTests
{
    [Theory]
    [InlineData("one two", 20, "one two")]
    [InlineData("one one\n\ntwo two", 12, "one one|two two")]
    [InlineData("one one\ntwo two", 12, "one one|two two")]
    [InlineData("One one. Two two", 12, "One one.|Two two")]
    [InlineData("Sagt er: „Ja.“ Und geht", 16, "Sagt er: „Ja.“|Und geht")]
    [InlineData("one two three", 9, "one two|three")]
    [InlineData("abcdefghij", 4, "abcd|efgh|ij")]
    [InlineData("   one   ", 20, "one")]
    [InlineData("  \n ", 20, "")]
    [InlineData("one\n\n\n\n\n\n\ntwo", 6, "one|two")]
    public void SplitsAtTheBestBoundary(string text, int length, string expected) =>
        Assert.Equal(expected, string.Join('|', Split(FormattedText.Plain(text), length).Select(part => part.Text)));

    [Theory]
    [InlineData("ab🙂", 3, "ab|🙂")]
    [InlineData("👨‍👩‍👧👨‍👩‍👧", 10, "👨‍👩‍👧|👨‍👩‍👧")]
    [InlineData("e\u0301e\u0301e\u0301", 3, "e\u0301|e\u0301|e\u0301")]
    [InlineData("aa \u0301bb", 3, "aa| \u0301b|b")]
    [InlineData("🇩🇪🇫🇷", 4, "🇩🇪|🇫🇷")]
    public void NeverCutsACharacter(string text, int length, string expected) =>
        Assert.Equal(expected, string.Join('|', Split(FormattedText.Plain(text), length).Select(part => part.Text)));

    [Fact]
    public void AGraphemeLongerThanAMessageIsSplitBetweenItsMarks()
    {
        var zalgo = "a" + new string('\u0301', 10);
        Assert.Equal([4, 4, 3], Split(FormattedText.Plain(zalgo), 4).Select(part => part.Text.Length));
    }

    [Fact]
    public void FormattingContinuesInTheNextMessage() => Assert.Equal(
        ["a <b>one</b>", "<b>two</b> b"],
        Split(new("a one two b", [new(FormatKind.Bold, 2, 7)]), 6).Select(Markup.Of));

    [Fact]
    public void AFenceReopensWithItsLanguageAndItsIndentation() => Assert.Equal(
        ["<pre:cs>if (x)</pre>", "<pre:cs>    y();</pre>"],
        Split(new("if (x)\n    y();", [new(FormatKind.Pre, 0, 15, "cs")]), 10).Select(Markup.Of));

    [Fact]
    public void AnEmptyLineInCodeIsNotABlockEnd() => Assert.Equal(
        ["text", "<pre>a\n\nbbb</pre>"],
        Split(new("text\n\na\n\nbbb", [new(FormatKind.Pre, 6, 6)]), 9).Select(Markup.Of));

    [Fact]
    public void NoMessageExceedsTheSpanLimit()
    {
        var text = string.Join(' ', Enumerable.Repeat("bb", 250));
        var spans = Enumerable.Range(0, 250).Select(i => new FormatSpan(FormatKind.Bold, i * 3, 2));
        var parts = MessageSplitter.Split(new(text, [.. spans]), MessageLimits.Telegram);
        Assert.Equal([100, 100, 50], parts.Select(part => part.Spans.Length));
        Assert.Equal(text, string.Join(' ', parts.Select(part => part.Text)));
    }

    [Fact]
    public void NoMessageExceedsTheSpanBytesLimit()
    {
        var address = "https://example.org/" + new string('a', 1000);
        var spans = Enumerable.Range(0, 6).Select(i => new FormatSpan(FormatKind.Link, i * 3, 2, address));
        var parts = MessageSplitter.Split(new("aa bb cc dd ee ff", [.. spans]), MessageLimits.Telegram);
        Assert.Equal(["aa bb", "cc dd", "ee ff"], parts.Select(part => part.Text));
    }

    private static IReadOnlyList<FormattedText> Split(FormattedText text, int length) =>
        MessageSplitter.Split(text, MessageLimits.Telegram with { Length = length });
}
