using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.ServiceDefaults.Logging;

namespace WisdomWave.ServiceDefaults.Tests.Logging;

public sealed class RedactingConsoleFormatterTests
{
    [Fact]
    public void AnEntryIsOneLineWithoutSecrets() =>
        Assert.Equal(
            "10:31:02.118 warn Polling: GET /bot1:***/getMe failed twice" + Environment.NewLine,
            Written("WisdomWave.Ingress.Receiving.Polling", "GET /bot1:secret/getMe failed\ntwice"));

    [Fact]
    public void AnExceptionFollowsIndentedAndWithoutSecrets() =>
        Assert.Equal(
            "10:31:02.118 warn Polling: broke" + Environment.NewLine
            + "  System.InvalidOperationException: no sk-***" + Environment.NewLine
            + "  more" + Environment.NewLine,
            Written("Polling", "broke", new InvalidOperationException("no sk-abcdefghijkl\nmore")));

    [Fact]
    public void InTheJournalEachLineHasItsPriority() =>
        Assert.Equal(
            "<4>10:31:02.118 warn Polling: broke" + Environment.NewLine
            + "<4>  System.InvalidOperationException: one" + Environment.NewLine
            + "<4>  two" + Environment.NewLine,
            Written("Polling", "broke", new InvalidOperationException("one\ntwo"), isJournal: true));

    private static string Written(string category, string message, Exception? exception = null, bool isJournal = false)
    {
        var output = new StringWriter();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 31, 2, 118, TimeSpan.Zero));
        new RedactingConsoleFormatter(time, isJournal).Write(
            new LogEntry<string>(LogLevel.Warning, category, default, message, exception, (state, _) => state), null, output);
        return output.ToString();
    }
}
