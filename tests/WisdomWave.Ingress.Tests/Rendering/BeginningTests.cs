using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Tests.Rendering;

public sealed class BeginningTests
{
    [Theory]
    [InlineData("42", "42 …")]
    [InlineData("One line.\nAnother.", "One line.\nAnother. …")]
    [InlineData("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦 …")]
    public void AShortTextIsItsOwnBeginning(string text, string beginning) =>
        Assert.Equal(FormattedText.Plain(beginning), Beginning.Of(FormattedText.Plain(text)));

    [Fact]
    public void ALongTextIsCutBetweenWordsAndItsFormattingWithIt()
    {
        var words = string.Join(' ', Enumerable.Repeat("wave", 40));

        var beginning = Beginning.Of(new FormattedText(words, [new FormatSpan(FormatKind.Bold, 0, words.Length)]));

        var shown = string.Join(' ', Enumerable.Repeat("wave", 16));
        Assert.Equal(new FormattedText(shown + " …", [new FormatSpan(FormatKind.Bold, 0, shown.Length)]), beginning);
    }
}
