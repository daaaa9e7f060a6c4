using System.Globalization;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Tests.Rendering;

public sealed class RenderingPropertyTests
{
    private const int Cases = 2000;

    // Compares each character by itself.
    private const int SlowCases = 300;

    [Fact]
    public void WhateverAModelWritesEveryPartIsAMessageThatTelegramTakes() => ForAllSeeds((_, markdown) =>
    {
        foreach (var part in ReplyRenderer.Render(new Reply(markdown, "footnote")))
            AssertIsMessage(part);
    });

    [Fact]
    public void EveryBeginningOfAnAnswerIsAMessageThatTelegramTakes() => ForAllSeeds((seed, markdown) =>
    {
        var random = new Random(seed);
        for (var i = 0; i < 5; i++)
        {
            foreach (var part in ReplyRenderer.RenderPrefix(markdown[..random.Next(markdown.Length + 1)]))
                AssertIsMessage(part);
        }
    });

    [Fact]
    public void SplittingLosesNothingThatShowsAndKeepsItsOrder() => ForAllSeeds((_, markdown) =>
    {
        var whole = MarkdownRenderer.Render(markdown);
        var parts = MessageSplitter.Split(whole, MessageLimits.Telegram);
        Assert.Equal(Visible(whole.Text), string.Concat(parts.Select(part => Visible(part.Text))));
    });

    [Fact]
    public void SplittingKeepsTheFormattingOfEveryCharacter() => ForAllSeeds((_, markdown) =>
    {
        var whole = MarkdownRenderer.Render(markdown);
        var parts = MessageSplitter.Split(whole, MessageLimits.Telegram with { Length = 50, Spans = 5 });
        Assert.Equal(Formatting(whole), string.Concat(parts.Select(Formatting)));
    }, SlowCases);

    private static void AssertIsMessage(FormattedText part)
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
        }

        // Code stands alone, but for the quote around it.
        foreach (var code in part.Spans.Where(span => span.IsCode))
        {
            Assert.DoesNotContain(part.Spans, other =>
                other != code && other.Kind != FormatKind.Quote && other.Offset < code.End && code.Offset < other.End);
        }
    }

    private static string Visible(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static string Formatting(FormattedText text) => string.Concat(text.Text
        .Select((c, i) => (Char: c, Kinds: text.Spans.Where(span => span.Offset <= i && i < span.End).Select(span => $"{span.Kind}{span.Argument}").Order()))
        .Where(item => !char.IsWhiteSpace(item.Char))
        .Select(item => $"{(int)item.Char}{string.Concat(item.Kinds)};"));

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
                return false;
        }

        return true;
    }

    private static void ForAllSeeds(Action<int, string> holds, int cases = Cases)
    {
        var first = Environment.GetEnvironmentVariable("WISDOMWAVE_TEST_SEED") is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next(1_000_000_000);
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
