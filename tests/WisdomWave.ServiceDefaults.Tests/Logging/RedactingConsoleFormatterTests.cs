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

    private static string Written(string category, string message, Exception? exception = null)
    {
        var output = new StringWriter();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 31, 2, 118, TimeSpan.Zero));
        new RedactingConsoleFormatter(time).Write(
            new LogEntry<string>(LogLevel.Warning, category, default, message, exception, (state, _) => state), null, output);
        return output.ToString();
    }
}
