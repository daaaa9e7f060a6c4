using WisdomWave.AppHost.Processes;

namespace WisdomWave.AppHost.OperatorConsole;

/// <summary>Copies the services' warnings and errors to the console, or all of their log lines.</summary>
internal sealed class ServiceLogs(DistributedApplicationModel model, ResourceLoggerService logs, bool verbose, TextWriter console)
    : EarlyBackgroundService
{
    internal static bool Shows(string line, bool verbose) => verbose || FailureReason.NeedsAttention(FailureReason.WithoutTimestamp(line));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(model.Resources
            .Where(resource => resource is ProjectResource || (verbose && ApplicationResources.Include(resource)))
            .Select(resource => CopyAsync(resource, stoppingToken)));

    private async Task CopyAsync(IResource resource, CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var batch in logs.WatchAsync(resource).WithCancellation(stoppingToken))
            {
                foreach (var line in batch)
                {
                    if (Shows(line.Content, verbose))
                        console.WriteLine($"{resource.Name}: {FailureReason.WithoutTimestamp(line.Content)}");
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
