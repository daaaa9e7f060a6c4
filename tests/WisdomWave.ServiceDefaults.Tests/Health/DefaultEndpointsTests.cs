using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WisdomWave.ServiceDefaults.Health;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.ServiceDefaults.Tests.Health;

public sealed class DefaultEndpointsTests
{
    [Fact]
    public async Task HealthCoversAllChecksAndAliveOnlyTheProcess()
    {
        var builder = TestService.CreateBuilder();
        builder.Services.AddHealthChecks().AddCheck("database", () => HealthCheckResult.Unhealthy());
        await using var app = builder.Build();
        app.MapDefaultEndpoints();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = app.Address() };

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/alive", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task OurDurationsHaveChatBucketsUnlessTheySpecifyTheirOwn()
    {
        await using var app = TestService.CreateBuilder().Build();
        app.MapDefaultEndpoints();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var meter = app.Services.GetRequiredService<IMeterFactory>().Create("WisdomWave.Tests");
        meter.CreateHistogram<double>("wisdomwave.nap.duration", "s").Record(100);
        meter.CreateHistogram<double>("wisdomwave.night.duration", "s", advice: new() { HistogramBucketBoundaries = [28_800] }).Record(100);
        using var http = new HttpClient { BaseAddress = app.Address() };

        var text = await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        Assert.Equal(LatencyBuckets.Chat.Count + 1, Buckets(text, "wisdomwave_nap_duration_seconds_bucket"));
        Assert.Equal(2, Buckets(text, "wisdomwave_night_duration_seconds_bucket"));
    }

    private static int Buckets(string metrics, string name) => metrics.Split('\n').Count(line => line.StartsWith(name, StringComparison.Ordinal));
}
