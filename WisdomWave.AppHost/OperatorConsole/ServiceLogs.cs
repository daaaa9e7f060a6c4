using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;

namespace WisdomWave.AppHost.OperatorConsole;

/// <summary>Copies the services' log lines to the console: warnings and errors, or all of them.</summary>
internal sealed partial class ServiceLogs(DistributedApplicationModel model, ResourceLoggerService logs, bool verbose, TextWriter console)
    : BackgroundService
{
    internal static bool Shows(string line, bool verbose) => verbose || NeedsAttention().IsMatch(LastWords.WithoutTimestamp(line));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(model.Resources
            .Where(resource => resource is ProjectResource || (verbose && resource is ExecutableResource or ContainerResource))
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

    // 10:31:02.118 warn Completer: The provider rejects OPENAI_API_KEY (401) — the services' console format.
    [GeneratedRegex(@"^\d\d:\d\d:\d\d\.\d{3} (warn|fail|crit) ")]
    private static partial Regex NeedsAttention();
}
