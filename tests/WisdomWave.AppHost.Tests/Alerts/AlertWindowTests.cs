using System.Text.Json;
using System.Text.Json.Nodes;
using WisdomWave.AppHost.Alerts;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.AppHost.Tests.Alerts;

public sealed class AlertWindowTests
{
    private const string Down = "ServiceDown";
    private const string Disk = "DiskNearlyFull";

    private readonly AlertWindow _window = new();

    [Fact]
    public void ANewAlertIsReportedAtOnceAndOnlyOnce()
    {
        Assert.Equal([$"{Down} firing"], Report(Down));
        Assert.Null(Report(Down));
        Assert.Equal([$"{Disk} firing", $"{Down} firing"], Report(Down, Disk));
    }

    [Fact]
    public void AnAlertEndsWhenFourAnswersDidNotHaveIt()
    {
        Report(Down);
        Assert.Null(Report());
        Assert.Null(Report());
        // The first complete report: nothing else fires.
        Assert.Equal([$"{Down} firing"], Report());
        Assert.Equal([], Report());
        Assert.Null(Report());
    }

    /// <summary>Prometheus has just started and has not evaluated its rules yet.</summary>
    [Fact]
    public void TheFirstAnswersEndNothing()
    {
        Assert.Null(_window.Add(Answer()));
        Assert.Null(_window.Add(Answer()));
        var early = _window.Add(Answer(Down))!;
        Assert.False(early.IsComplete);
        _window.Reported(early);
        Assert.True(_window.Add(Answer(Down))!.IsComplete);
    }

    /// <summary>Somebody may have become the bot's admin since.</summary>
    [Fact]
    public void WhatFiresIsReportedAgainAfterTenMinutes()
    {
        for (var look = 1; look <= 4; look++)
            Report(Down);
        for (var look = 1; look < AlertWindow.RepeatAfter; look++)
            Assert.Null(Report(Down));

        Assert.Equal([$"{Down} firing"], Report(Down));
        Assert.Null(Report(Down));
    }

    [Fact]
    public void AReportThatWasNotTakenIsRepeated()
    {
        Assert.NotNull(_window.Add(Answer(Down)));
        Assert.NotNull(_window.Add(Answer(Down)));
    }

    /// <summary>After a restart of Prometheus an alert is pending before it fires again.</summary>
    [Fact]
    public void APendingAlertContinues()
    {
        Assert.Equal([$"{Down} continuing"], Report($"{Down} pending"));
        Assert.Equal([$"{Down} firing"], Report(Down));
    }

    [Fact]
    public void WhereAlertmanagerTellsOfTheBeginningAFiringAlertContinues() =>
        Assert.Equal(ReportedAlert.Continuing, Assert.Single(new AlertWindow(ReportedAlert.Continuing).Add(Answer(Down))!.Alerts).Status);

    [Fact]
    public void AnAlertHasTheSameFingerprintInTheReportsOfAlertmanager()
    {
        var answer = JsonSerializer.Deserialize<JsonElement>("""
            {"status":"success","data":{"alerts":[
              {"labels":{"job":"dialog","alertname":"ServiceDown"},"annotations":{"summary":"s"},"state":"firing","activeAt":"2026-11-28T18:00:00Z","value":"0e+00"}]}}
            """);
        var alertmanager = JsonSerializer.Deserialize<AlertReport>("""
            {"version":"4","receiver":"wisdomwave","alerts":[
              {"status":"firing","labels":{"alertname":"ServiceDown","job":"dialog"},"annotations":{},"fingerprint":"c6f1"}]}
            """, JsonSerializerOptions.Web)!;
        var alert = Assert.Single(_window.Add(answer)!.Alerts);
        Assert.Equal((Assert.Single(alertmanager.Alerts).Fingerprint, "s"), (alert.Fingerprint, alert.Annotations["summary"]));
    }

    /// <returns>The alerts of the report, which is taken; null for none.</returns>
    private IReadOnlyList<string>? Report(params string[] alerts)
    {
        if (_window.Add(Answer(alerts)) is not { } report)
            return null;
        _window.Reported(report);
        return [.. report.Alerts.Select(alert => $"{alert.Labels["alertname"]} {alert.Status}").Order(StringComparer.Ordinal)];
    }

    /// <param name="alerts">"Name" of one that fires, or "Name pending".</param>
    internal static JsonElement Answer(params string[] alerts) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["status"] = "success",
        ["data"] = new JsonObject
        {
            ["alerts"] = new JsonArray([.. alerts.Select(alert => new JsonObject
            {
                ["labels"] = new JsonObject { ["alertname"] = alert.Split(' ')[0] },
                ["annotations"] = new JsonObject(),
                ["state"] = alert.Split(' ') is [_, var state] ? state : "firing",
            })]),
        },
    });
}
