using System.Globalization;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Rendering;
using WisdomWave.Ingress.Rendering.Formulas;

namespace WisdomWave.Ingress.Tests.Rendering;

public sealed class RenderingPropertyTests
{
    private const int Cases = 2000;

    /// <summary>Every run tests the same texts. Set WISDOMWAVE_TEST_SEED to another number to test others.</summary>
    private const int FirstSeed = 20_261_128;

    // For properties that compare every character.
    private const int SlowCases = 300;

    [Fact]
    public void EveryPartOfAnyMarkdownIsAValidMessage() => ForAllSeeds((_, markdown) =>
    {
        foreach (var part in ReplyRenderer.Render(new Reply(markdown, "footnote")))
            MessageAssert.IsTakenByTelegram(part);
    });

    [Fact]
    public void EveryPrefixOfAnAnswerIsAValidMessage() => ForAllSeeds((seed, markdown) =>
    {
        var random = new Random(seed);
        for (var i = 0; i < 5; i++)
        {
            foreach (var part in ReplyRenderer.RenderPrefix(markdown[..random.Next(markdown.Length + 1)]))
                MessageAssert.IsTakenByTelegram(part);
        }
    });

    [Fact]
    public void SplittingKeepsAllVisibleTextInOrder() => ForAllSeeds((_, markdown) =>
    {
        var whole = MarkdownRenderer.Render(markdown);
        var parts = MessageSplitter.Split(whole, MessageLimits.Telegram);
        Assert.Equal(Visible(whole.Text), string.Concat(parts.Select(part => Visible(part.Text))));
    });

    [Fact]
    public void SplittingKeepsGraphemesTogether() => ForAllSeeds((_, markdown) =>
    {
        var whole = MarkdownRenderer.Render(markdown);
        var parts = MessageSplitter.Split(whole, MessageLimits.Telegram with { Length = 60 });
        Assert.Equal(Characters(whole.Text), parts.SelectMany(part => Characters(part.Text)));
    }, SlowCases);

    [Fact]
    public void AnyFormulaBecomesText() => ForAllSeeds((seed, _) =>
    {
        var latex = RandomMarkdown.FormulaOf(seed);
        Assert.False(string.IsNullOrWhiteSpace(FormulaText.Of(latex, isDisplay: seed % 2 == 0)));
        Assert.All(ReplyRenderer.Render(new Reply($"a ${latex}$ b\n\n$$\n{latex}\n$$")), MessageAssert.IsTakenByTelegram);
    });

    [Fact]
    public void SplittingKeepsTheFormattingOfEveryCharacter() => ForAllSeeds((_, markdown) =>
    {
        var whole = MarkdownRenderer.Render(markdown);
        var parts = MessageSplitter.Split(whole, MessageLimits.Telegram with { Length = 50, Spans = 5 });
        Assert.Equal(Formatting(whole), string.Concat(parts.Select(Formatting)));
    }, SlowCases);

    private static string Visible(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static IEnumerable<string> Characters(string text)
    {
        for (var characters = StringInfo.GetTextElementEnumerator(text); characters.MoveNext();)
        {
            if (!string.IsNullOrWhiteSpace(characters.GetTextElement()))
                yield return characters.GetTextElement();
        }
    }

    private static string Formatting(FormattedText text) => string.Concat(text.Text
        .Select((c, i) => (Char: c, Kinds: text.Spans.Where(span => span.Offset <= i && i < span.End).Select(span => $"{span.Kind}{span.Argument}").Order()))
        .Where(item => !char.IsWhiteSpace(item.Char))
        .Select(item => $"{(int)item.Char}{string.Concat(item.Kinds)};"));

    private static void ForAllSeeds(Action<int, string> holds, int cases = Cases)
    {
        var first = Environment.GetEnvironmentVariable("WISDOMWAVE_TEST_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : FirstSeed;
        for (var seed = first; seed < first + cases; seed++)
        {
            var markdown = RandomMarkdown.Of(seed);
            try
            {
                holds(seed, markdown);
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed} (set WISDOMWAVE_TEST_SEED to it): {exception.Message}\n{exception.StackTrace}");
            }
        }
    }
}
