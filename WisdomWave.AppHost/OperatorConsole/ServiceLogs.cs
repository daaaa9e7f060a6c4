using WisdomWave.AppHost.Processes;

namespace WisdomWave.AppHost.OperatorConsole;

/// <summary>Copies the services' log lines to the console: warnings and errors, or all of them.</summary>
internal sealed class ServiceLogs(DistributedApplicationModel model, ResourceLoggerService logs, bool verbose, TextWriter console)
    : EarlyBackgroundService
{
    internal static bool Shows(string line, bool verbose) => verbose || LastWords.NeedsAttention(LastWords.WithoutTimestamp(line));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(model.Resources
            .Where(resource => resource is ProjectResource || (verbose && Parts.Include(resource)))
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
                        console.WriteLine($"{resource.Name}: {LastWords.WithoutTimestamp(line.Content)}");
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
