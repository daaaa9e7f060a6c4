using System.Diagnostics.Metrics;
using WisdomWave.Completion.ProviderLimits;

namespace WisdomWave.Completion.Telemetry;

/// <summary>Measures the queue of the provider limits.</summary>
internal sealed class ProviderQueueMetrics(IMeterFactory meters, ProviderLimiter limits) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Create(CompletionMetrics.MeterName).CreateObservableGauge(
            "wisdomwave.provider.queue.waiting", () => limits.WaitingCalls, "{call}", "Calls that wait for one of the concurrent calls to end.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
