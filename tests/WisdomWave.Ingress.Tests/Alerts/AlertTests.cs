using System.Net;
using System.Text;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Metrics;

namespace WisdomWave.Ingress.Tests.Alerts;

/// <summary>The webhook for Alertmanager.</summary>
public sealed class AlertTests
{
    private const long BotId = 110201543;
    private const string Second = "Bots:family:Token=110201544:playground-token-of-the-tests";

    /// <summary>As Alertmanager sends it.</summary>
    private const string Firing = """
        {"receiver":"wisdomwave","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"ServiceDown","job":"dialog","severity":"critical"},
        "annotations":{"runbook":"docs/operations.md#servicedown","summary":"The service dialog does not answer."},"startsAt":"2026-11-28T18:00:00Z",
        "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://localhost:9090/graph","fingerprint":"c6f1"}],"groupLabels":{},"commonLabels":{},
        "commonAnnotations":{},"externalURL":"http://localhost:9093","version":"4","groupKey":"{}:{}","truncatedAlerts":0}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoticesAreDeliveredOnceHoweverOftenDialogReturnsThem()
    {
        await using var host = await IngressHost.StartAsync();
        await AnswerAsync(host, "Hello");
        var notice = new TurnRef { Id = Guid.CreateVersion7(), BotId = BotId, Chat = new ChatAddress(host.Ann.Id, ChatKind.Private), Streams = false };
        host.Dialog.AlertNotices.Add(notice);
        var turn = host.Dialog.BeginTurn(notice);
        turn.Complete("🔔 The service dialog does not answer.");

        Assert.Equal(HttpStatusCode.OK, await ReportAsync(host, Firing));
        Assert.Equal(HttpStatusCode.OK, await ReportAsync(host, Firing));
        await turn.ReportsAsync();
        Assert.Equal(HttpStatusCode.OK, await ReportAsync(host, Firing));

        // Deliveries of a chat keep their order.
        await AnswerAsync(host, "Hello again");
        await IngressHost.ReadsAsync(host.Ann, "Hello!", "🔔 The service dialog does not answer.", "Hello!");
        var alert = Assert.Single(host.Dialog.Alerts.First().Alerts);
        Assert.Equal(("firing", "ServiceDown", "The service dialog does not answer."), (alert.Status, alert.Labels["alertname"], alert.Annotations["summary"]));
    }

    [Fact]
    public async Task DialogLearnsWhichBotsWork()
    {
        await using var host = await IngressHost.PrepareAsync(Second);
        await host.FailAsync(new BotFault { Method = "getUpdates", BotId = 110201544, Kind = BotFaultKind.Answer, Status = 500, Times = int.MaxValue });
        await host.StartIngressAsync();
        await Eventually.HoldsAsync(
            async () => await Scrape.OfAsync(host.Http, Token) is var scrape
                && scrape.Value("wisdomwave_bot_receiving", "bot=\"bot\"") == 1 && scrape.Value("wisdomwave_bot_receiving", "bot=\"family\"") == 0,
            "one bot receives and the other does not");

        await ReportAsync(host, Firing);

        Assert.Equal([new TellingBot(BotId, "bot", IsReceiving: true), new TellingBot(110201544, "family", IsReceiving: false)], Assert.Single(host.Dialog.Alerts).Bots);
    }

    [Fact]
    public async Task AReportThatDialogDoesNotTakeIsToBeSentAgainUnlessItIsRefused()
    {
        await using var host = await IngressHost.StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, await ReportAsync(host, """{"alerts":[]}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await ReportAsync(host, "[]"));
        host.Dialog.IsAway = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReportAsync(host, Firing));
    }

    private static async Task AnswerAsync(IngressHost host, string question)
    {
        var turn = await host.AskAsync(question);
        turn.Complete("Hello!");
        await turn.ReportsAsync();
    }

    private static async Task<HttpStatusCode> ReportAsync(IngressHost host, string report)
    {
        using var response = await host.Http.PostAsync("/operator/alerts", new StringContent(report, Encoding.UTF8, "application/json"), Token);
        return response.StatusCode;
    }
}
