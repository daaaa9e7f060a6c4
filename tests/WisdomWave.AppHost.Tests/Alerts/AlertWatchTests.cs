using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.AppHost.Alerts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests.Alerts;

/// <summary>The app host between stand-ins for Prometheus and ingress.</summary>
public sealed class AlertWatchTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AReportIsSentWithTheKeyAndRepeatedUntilIngressTakesIt()
    {
        var time = new FakeTimeProvider();
        var (reports, statuses) = (new ConcurrentQueue<(string? Key, AlertReport Report)>(), new ConcurrentQueue<int>([503, 200]));
        var looks = 0;
        await using var prometheus = await ServeAsync(app => app.MapGet("/api/v1/alerts", () =>
        {
            Interlocked.Increment(ref looks);
            return AlertWindowTests.Answer("ServiceDown");
        }));
        await using var ingress = await ServeAsync(app => app.MapPost("/operator/alerts", (AlertReport report, HttpRequest request) =>
        {
            reports.Enqueue((request.Headers.Authorization, report));
            return Results.StatusCode(statuses.TryDequeue(out var status) ? status : 200);
        }));
        using var watch = new AlertWatch(
            () => new Uri(prometheus.Urls.Single()), () => [new Uri(new Uri(ingress.Urls.Single()), AlertsExtensions.Webhook)], _ => new("key"), new AlertWindow(), time);
        await watch.StartingAsync(Token);

        // The complete report follows the fourth look; the looks after it have nothing new.
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(AlertWatch.Interval);
                return Volatile.Read(ref looks) >= 8;
            },
            "the app host asks again and again");
        await watch.StopAsync(Token);

        Assert.All(reports, report => Assert.Equal(("Bearer key", "ServiceDown"), (report.Key, Assert.Single(report.Report.Alerts).Labels["alertname"])));
        Assert.Equal([false, false, true], reports.Select(report => report.Report.IsComplete));
    }

    private static async Task<WebApplication> ServeAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        map(app);
        await app.StartAsync(Token);
        return app;
    }
}
