using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Alerts;

/// <summary>Reports in the format of Alertmanager's webhook, with the bots 7 and 8, which ingress adds.</summary>
public sealed class AlertTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly string[] On = ["--Alerts:Admins=true", "--StartNotice:Enabled=false", "--Access:Admins=1,2", "--Bots:home:Id=8", "--Bots:home:Access:Admins=2"];

    [Fact]
    public async Task EachAdminIsToldOnceOfTheBeginningAndOnceOfTheEnd()
    {
        await using var dialog = await DialogService.StartAsync(On);

        await ReportAsync(dialog, Alert("ServiceDown", "firing", "The service completion does not answer."));
        await ReportAsync(dialog, Alert("ServiceDown", "firing", "The service completion does not answer."));
        await dialog.RestartAsync();
        await ReportAsync(dialog, Alert("ServiceDown", "firing", "The service completion does not answer."));
        const string begun = "🔔 The service completion does not answer. What to do: `docs/operations.md#servicedown`";
        Assert.Equal([(1, begun), (2, begun)], await NoticesAsync(dialog, 7));
        Assert.Empty(await NoticesAsync(dialog, 8));

        await ReportAsync(dialog, Alert("ServiceDown", "resolved", "The service completion does not answer."));
        await ReportAsync(dialog, Alert("ServiceDown", "resolved", "The service completion does not answer."));
        const string ended = "✅ Over: The service completion does not answer.";
        Assert.Equal([(1, begun), (2, begun), (1, ended), (2, ended)], await NoticesAsync(dialog, 7));
    }

    /// <summary>Alertmanager was down when the alert ended.</summary>
    [Fact]
    public async Task AnAlertWhoseEndWasMissedIsToldAgainADayLater()
    {
        var time = new FakeTimeProvider(DialogService.Now);
        await using var dialog = await DialogService.StartAtAsync(time, On);

        await ReportAsync(dialog, Alert("ServiceDown", "firing", "A."));
        for (var hours = 0; hours < 36; hours += 4)
        {
            time.Advance(TimeSpan.FromHours(4));
            await ReportAsync(dialog, Alert("ServiceDown", "firing", "A."));
        }

        Assert.Equal([1, 2], (await NoticesAsync(dialog, 7)).Select(notice => notice.Admin));

        time.Advance(TimeSpan.FromHours(25));
        await ReportAsync(dialog, Alert("ServiceDown", "firing", "A."));
        Assert.Equal([1, 2, 1, 2], (await NoticesAsync(dialog, 7)).Select(notice => notice.Admin));
    }

    [Fact]
    public async Task TheBotThatTheAlertConcernsTellsItsAdmins()
    {
        await using var dialog = await DialogService.StartAsync(On);

        await ReportAsync(dialog, Alert("FloodWaits", "firing", "Telegram made the bot home wait.", bot: "home"));

        Assert.Equal([2], (await NoticesAsync(dialog, 8)).Select(notice => notice.Admin));
        Assert.Equal([1], (await NoticesAsync(dialog, 7)).Select(notice => notice.Admin));
    }

    /// <summary>It may be unable to send, too.</summary>
    [Fact]
    public async Task AnotherBotTellsOfABotThatDoesNotWork()
    {
        await using var dialog = await DialogService.StartAsync(On);

        await PostAsync(dialog, Report([Bot(8, "home", isReceiving: false), Bot(7, "bot")], Alert("BotNotReceiving", "firing", "The bot home receives no messages.", bot: "home")));

        Assert.Empty(await NoticesAsync(dialog, 8));
        Assert.Equal([1, 2], (await NoticesAsync(dialog, 7)).Select(notice => notice.Admin));
    }

    /// <summary>Otherwise a notice whose response was lost would wait until ingress starts again.</summary>
    [Fact]
    public async Task NoticesAreReturnedUntilTheyAreDelivered()
    {
        await using var dialog = await DialogService.StartAsync(On);
        var report = Report(Both, Alert("ServiceDown", "firing", "A."));

        var first = await PostAsync(dialog, report);
        Assert.Equal([1, 2], first.Select(notice => notice.Chat.Id));
        Assert.Equal(first.Select(notice => notice.Id), (await PostAsync(dialog, report)).Select(notice => notice.Id));

        foreach (var notice in first)
            (await dialog.ReportAsync(notice.Id, 0, new PartReport(900, PartState.Last))).Dispose();
        Assert.Empty(await PostAsync(dialog, report));
    }

    /// <summary>An alert that Prometheus evaluates again after its restart is pending first.</summary>
    [Fact]
    public async Task AnAlertThatContinuesNeitherBeginsNorEnds()
    {
        await using var dialog = await DialogService.StartAsync(On);
        await ReportAsync(dialog, Alert("ServiceDown", "firing", "A."));

        await PostAsync(dialog, Complete(Alert("ServiceDown", "continuing", "A."), Alert("DiskNearlyFull", "continuing", "B.")));

        Assert.Equal(["🔔 A. What to do: `docs/operations.md#servicedown`"], (await NoticesAsync(dialog, 7)).Select(notice => notice.Text).Distinct());
    }

    [Fact]
    public async Task ACompleteReportEndsWhatItDoesNotList()
    {
        await using var dialog = await DialogService.StartAsync(On);
        await ReportAsync(dialog, Alert("ServiceDown", "firing", "A."), Alert("DiskNearlyFull", "firing", "B."));

        await PostAsync(dialog, Complete(Alert("ServiceDown", "firing", "A.")));

        Assert.Equal(["✅ Over: B."], (await NoticesAsync(dialog, 7)).Select(notice => notice.Text).Where(text => text.StartsWith('✅')).Distinct());
    }

    [Fact]
    public async Task AnAlertThatEndedBeforeAnybodyWasToldIsNotMentioned()
    {
        await using var dialog = await DialogService.StartAsync(On);
        await ReportAsync(dialog, Alert("ServiceDown", "resolved", "A."));
        Assert.Empty(await NoticesAsync(dialog, 7));
    }

    [Fact]
    public async Task NobodyIsToldUnlessTheOperatorWantsIt()
    {
        await using var dialog = await DialogService.StartAsync([.. On[1..]]);
        await ReportAsync(dialog, Alert("ServiceDown", "firing", "A."));
        Assert.Empty(await NoticesAsync(dialog, 7));
    }

    [Fact]
    public async Task AReportThatIsTooLargeIsRefused()
    {
        await using var dialog = await DialogService.StartAsync(On);
        var report = Report(Both, [.. Enumerable.Range(0, 501).Select(number => Alert($"A{number}", "firing", "A."))]);
        using var response = await dialog.Http.PostAsJsonAsync("/alerts", report, Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static JsonObject Alert(string name, string status, string summary, string? bot = null)
    {
        var labels = new JsonObject { ["alertname"] = name };
        if (bot is not null)
            labels["bot"] = bot;
        return new JsonObject
        {
            ["status"] = status,
            ["labels"] = labels,
            ["annotations"] = new JsonObject { ["summary"] = summary, ["runbook"] = $"docs/operations.md#{name.ToLowerInvariant()}" },
            ["startsAt"] = "2026-11-28T18:00:00Z",
        };
    }

    private static JsonObject[] Both => [Bot(7, "bot"), Bot(8, "home")];

    private static JsonObject Bot(long id, string name, bool isReceiving = true) => new() { ["id"] = id, ["name"] = name, ["isReceiving"] = isReceiving };

    private static JsonObject Report(JsonNode[] bots, params JsonNode[] alerts) =>
        new() { ["version"] = "4", ["receiver"] = "wisdomwave", ["alerts"] = new JsonArray(alerts), ["bots"] = new JsonArray(bots) };

    private static JsonObject Complete(params JsonNode[] alerts)
    {
        var report = Report(Both, alerts);
        report["isComplete"] = true;
        return report;
    }

    private static Task<TurnRef[]> ReportAsync(DialogService dialog, params JsonNode[] alerts) => PostAsync(dialog, Report(Both, alerts));

    private static async Task<TurnRef[]> PostAsync(DialogService dialog, JsonObject report)
    {
        using var response = await dialog.Http.PostAsJsonAsync("/alerts", report, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        return (await response.Content.ReadFromJsonAsync(ContractsJson.Default.TurnRefArray, Token))!;
    }

    /// <summary>The notices that ingress would deliver for this bot, oldest first.</summary>
    private static async Task<IReadOnlyList<(long Admin, string Text)>> NoticesAsync(DialogService dialog, long bot)
    {
        var turns = await dialog.Http.GetFromJsonAsync($"/bots/{bot}/turns", ContractsJson.Default.TurnRefArray, Token);
        var notices = new List<(long, string)>();
        foreach (var turn in turns!)
            notices.Add((turn.Chat.Id, DialogService.ReplyOf(await dialog.JoinAsync(turn.Id)).Markdown));
        return notices;
    }
}
