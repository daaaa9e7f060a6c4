using System.Text.RegularExpressions;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Telemetry;

// Meters are found by name in the whole process, so the ingress hosts of other tests would be counted too.
[Collection(nameof(TelemetryTests))]
[CollectionDefinition(nameof(TelemetryTests), DisableParallelization = true)]
public sealed partial class TelemetryTests
{
    private static readonly string[] Counted =
    [
        "wisdomwave_updates_total{bot=\"bot\",kind=\"addressed\"} 1",
        "wisdomwave_deliveries_total{bot=\"bot\",outcome=\"delivered\"} 1",
        "wisdomwave_answer_first_text_duration_seconds_count{bot=\"bot\"} 1",
        "wisdomwave_answer_duration_seconds_count{bot=\"bot\"} 1",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MetricsCoverUpdatesAnswersDeliveriesAndRequests()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        turn.Delta("Hel");
        await host.Ann.ReadAnswerAsync(message => message.Text == "Hel", Token);
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        // The update and its delivery are counted at the same time, and a scrape reads one metric after the other.
        IReadOnlyList<string> metrics = [];
        await Eventually.HoldsAsync(
            async () => Counted.All((metrics = await MetricsAsync(host)).Contains),
            () => $"all are counted, but not {string.Join(", ", Counted.Except(metrics))}");
        Assert.Equal(
            [
                "wisdomwave_telegram_requests_total{bot=\"bot\",method=\"editMessageText\",outcome=\"ok\"} 1",
                "wisdomwave_telegram_requests_total{bot=\"bot\",method=\"sendMessage\",outcome=\"ok\"} 1",
            ],
            metrics.Where(line => line.StartsWith("wisdomwave_telegram_requests_total", StringComparison.Ordinal) && line.Contains("Message")).Order());
        Assert.DoesNotContain($"{host.Ann.Id}", string.Concat(metrics));
    }

    [Fact]
    public async Task NeitherTheTokenNorWhatPeopleWriteReachesTheLog()
    {
        await using var host = await IngressHost.StartAsync("Logging:LogLevel:Default=Trace", "Logging:LogLevel:System.Net.Http=Trace");
        await host.FailAsync(new BotFault { Method = "sendMessage", Kind = BotFaultKind.Cut });
        var turn = await host.AskAsync("My password is xyzzy");
        turn.Complete("Plugh is a better one.");
        await turn.ReportsAsync();
        await host.StopIngressAsync();

        var secret = PlaygroundServer.BotToken.Split(':')[1];
        Assert.NotEmpty(host.Log.All);
        Assert.DoesNotContain(host.Log.All, line => line.Contains(secret) || line.Contains("xyzzy") || line.Contains("Plugh"));
    }

    private static async Task<IReadOnlyList<string>> MetricsAsync(IngressHost host) =>
        [.. (await host.Http.GetStringAsync("/metrics", Token)).Split('\n').Select(line => Scope().Replace(line, "").Replace(",}", "}").Replace("{}", ""))];

    // Labels added by the exporter, and timestamps.
    [GeneratedRegex(@"otel_scope_\w+=""[^""]*"",?| \d{10,}$")]
    private static partial Regex Scope();
}
