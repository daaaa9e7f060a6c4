using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace WisdomWave.ServiceDefaults.Telemetry;

/// <summary>Says which build runs, since when, and how often the service has been restarted.</summary>
internal sealed class ProcessMetrics(IMeterFactory meters, IConfiguration configuration) : IHostedService
{
    private const string MeterName = "WisdomWave.Service";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0;
        var restarts = Restarts(configuration);
        var meter = meters.Create(MeterName);
        var build = new Measurement<int>(1, new("version", BuildInfo.Own.Version), new("commit", BuildInfo.Own.Commit ?? "unknown"));
        meter.CreateObservableGauge("wisdomwave.build.info", () => build, unit: null, "Always 1; the labels say which build runs.");
        meter.CreateObservableGauge("wisdomwave.process.start.timestamp", () => started, "s", "Unix time at which the process started.");
        meter.CreateObservableCounter("wisdomwave.process.restarts", () => restarts, "{restart}", "Restarts by the app host after an unexpected end.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static long Restarts(IConfiguration configuration) =>
        long.TryParse(configuration[RestartCount.Setting], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}

/// <summary>How the app host tells a service how often it has restarted it.</summary>
public static class RestartCount
{
    public const string Setting = "WISDOMWAVE_RESTARTS";
}
