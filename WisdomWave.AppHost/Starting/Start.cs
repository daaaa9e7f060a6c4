using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Starting;

/// <summary>
/// Runs the application, says when it is up, and stops it when a service ends before it was ever healthy. One that dies later is started again.
/// </summary>
internal static partial class Start
{
    /// <returns>The sentence of the service that did not start, if there was one.</returns>
    public static async Task<string?> RunToTheEndAsync(this DistributedApplication app, Settings settings)
    {
        var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        // Beside the run and not after its start: Aspire's start lasts until nobody waits for anybody, and that may be for ever.
        var watch = WatchAsync(app, settings, stopping);
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped while it was still starting.
        }

        return await watch;
    }

    private static async Task<string?> WatchAsync(DistributedApplication app, Settings settings, CancellationToken stopping)
    {
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();
        var starting = model.Resources.OfType<ProjectResource>().Select(r => r.Name).Where(name => name != "cache").ToHashSet();
        try
        {
            await foreach (var change in app.ResourceNotifications.WatchAsync(stopping))
            {
                if (change.Snapshot.HealthStatus == HealthStatus.Healthy && starting.Remove(change.Resource.Name) && starting.Count == 0)
                {
                    Console.WriteLine(Announcement.Of(app, settings));
                    await Revival.WatchAsync(app, stopping);
                    return null;
                }

                if (starting.Contains(change.Resource.Name) && KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text ?? ""))
                {
                    var failure = $"{change.Resource.Name} did not start: {await LastWordsAsync(app, change.Resource)}";
                    app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
                    return failure;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped before it was up.
        }

        return null;
    }

    /// <summary>The last line of its own that a service wrote, preferably as an error; not the frames of a stack trace.</summary>
    private static async Task<string> LastWordsAsync(DistributedApplication app, IResource resource)
    {
        var lines = new List<LogLine>();
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(resource))
            lines.AddRange(batch);

        var words = lines
            .Select(line => (Text: Timestamp().Replace(line.Content, ""), line.IsErrorMessage))
            .Where(line => line.Text.Length > 0 && !char.IsWhiteSpace(line.Text[0]))
            .ToList();
        var errors = words.FindAll(line => line.IsErrorMessage);
        return (errors.Count > 0 ? errors : words).Select(line => line.Text).LastOrDefault() ?? "it ended without a word.";
    }

    // 2026-11-22T17:15:00.0000000Z The line — Aspire puts the time before each line.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+Z? ")]
    private static partial Regex Timestamp();
}
