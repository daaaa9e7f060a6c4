using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Tests.Rendering;

/// <summary>
/// No answer can crash the process or occupy a core. Everything runs on a stack of 256 KB, a sixth of a request's, with a time limit of
/// about a hundred times the usual duration, which quadratic work would exceed.
/// </summary>
public sealed class HostileMarkdownTests
{
    private const int SmallStack = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public void TheLargestHostileAnswersAreRendered() => OnASmallStack(() =>
    {
        foreach (var markdown in HostileMarkdown.Families(64 * 1024))
            AssertIsTaken(markdown);
    });

    [Fact]
    public void TenThousandHostileAnswersAndTheirPrefixesAreRendered() => OnASmallStack(() =>
    {
        const int answers = 10_000;
        for (var seed = 0; seed < answers; seed++)
        {
            var random = new Random(seed);
            var markdown = HostileMarkdown.Of(seed, random.Next(20, 1200));
            AssertIsTaken(markdown);
            AssertIsTaken(markdown[..random.Next(markdown.Length)]);
        }
    });

    [Fact]
    public void EveryPrefixOfAStreamedAnswerIsRendered() => OnASmallStack(() =>
    {
        const string answer = """
            # Tides **and** _more_

            The pull is $F = G\frac{m_1 m_2}{r^2}$, see [the page](https://a.b/c_d)[^1] or <b>this</b><br>H<sub>2</sub>O.

            <details>
            <summary>More</summary>

            1. one ||hidden|| `code`
               - **Важно!**Далее
               ```cs
               var x = List<int>();
               ```
            </details>

            | a | b |
            |---|:-:|
            | 1<br>2 | x \| y |

            $$
            \begin{cases} x & y \\ z \end{cases}
            $$
            <!-- a comment --> ~~gone~~

            [^1]: A note.
            """;
        for (var length = 0; length <= answer.Length; length++)
            AssertIsTaken(answer[..length]);
    });

    /// <summary>Markdig would fill up this table with 16 million cells.</summary>
    [Fact]
    public void AWideRowAndManyShortOnesAreNotATable()
    {
        var markdown = "|" + string.Concat(Enumerable.Repeat("a|", 4000)) + "\n|" + string.Concat(Enumerable.Repeat("-|", 4000)) + "\n" + string.Concat(Enumerable.Repeat("|a\n", 4000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertIsTaken(markdown);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
    }

    [Fact]
    public void TextBeyondTheLimitsIsShownUnformatted()
    {
        Assert.Equal(new string('*', 100) + "x" + new string('*', 100), MarkdownRenderer.Render(new string('*', 100) + "x" + new string('*', 100)).Text);
        var words = string.Concat(Enumerable.Repeat("**a** ", 600));
        var rendered = MarkdownRenderer.Render(words);
        Assert.Equal(500, rendered.Spans.Length);
        Assert.EndsWith(" **a** **a**", rendered.Text, StringComparison.Ordinal);
        var lines = string.Concat(Enumerable.Repeat("**bold** line\n", 10_000));
        Assert.EndsWith("**bold** line\n**bold** line", MarkdownRenderer.Render(lines).Text, StringComparison.Ordinal);
    }

    private static void AssertIsTaken(string markdown)
    {
        foreach (var part in ReplyRenderer.Render(new Reply(markdown)))
            MessageAssert.IsTakenByTelegram(part);
    }

    private static void OnASmallStack(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception exception)
                {
                    thrown = exception;
                }
            },
            SmallStack)
        {
            IsBackground = true,
        };
        thread.Start();
        Assert.True(thread.Join(Patience), "Rendering takes more than its bounds allow.");
        Assert.Null(thrown);
    }
}
