using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.OperatorConsole;
using WisdomWave.AppHost.Processes;

namespace WisdomWave.AppHost.Startup;

/// <summary>
/// Runs the application and reports when it is up. A service that ends before it was healthy stops the application; a service that ends
/// later is restarted.
/// </summary>
internal static class ApplicationRun
{
    /// <returns>One sentence about why the start failed; null if the application was stopped.</returns>
    public static async Task<string?> RunUntilStoppedAsync(this DistributedApplication app, Settings settings)
    {
        var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var force = new ForceStop(app);
        using var announcement = stopping.Register(() => Console.WriteLine("Stopping after running answers have finished. Press Ctrl+C again to stop immediately."));

        // Watch in parallel to the start, not after it: Aspire's start lasts until no resource waits for another, which may never happen.
        var watch = WatchAsync(app, settings, stopping);
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped during startup.
        }

        var failure = await watch;
        if (failure is null)
            Console.WriteLine("Stopped.");
        return failure;
    }

    private static async Task<string?> WatchAsync(DistributedApplication app, Settings settings, CancellationToken stopping)
    {
        var started = Stopwatch.GetTimestamp();
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();
        var starting = model.Resources.Where(ApplicationResources.Include).Select(r => r.Name).ToHashSet();
        var required = model.Resources.OfType<ProjectResource>().Select(r => r.Name).Where(name => name != "cache").ToHashSet();
        Console.WriteLine($"Starting {string.Join(", ", starting.Order(StringComparer.Ordinal))}.");

        var restarter = new ProcessRestarter(app);
        try
        {
            await foreach (var change in app.ResourceNotifications.WatchAsync(stopping))
            {
                var name = change.Resource.Name;
                if (change.Snapshot.HealthStatus == HealthStatus.Healthy && starting.Remove(name))
                {
                    Console.WriteLine($"  {name} is up ({Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s)");
                    if (required.Remove(name) && required.Count == 0)
                        Console.WriteLine(await Summary.OfAsync(app, settings, resource => FailureReason.OfAsync(app, resource)));
                }

                // One loop for both, so that an end just after the start is handled after it.
                restarter.Observe(change, isStarting: required.Contains(name), stopping);

                if (!starting.Contains(name) || !KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text ?? ""))
                    continue;

                var failure = $"{name} did not start: {await FailureReason.OfAsync(app, change.Resource)}";
                if (required.Contains(name))
                {
                    app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
                    return failure;
                }

                // The application works without it. A program that started and crashed is restarted instead.
                if (change.Snapshot.State?.Text == KnownResourceStates.FailedToStart && starting.Remove(name))
                    Console.Error.WriteLine($"{failure} The application continues without it.");
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }

        await restarter.DrainAsync();
        return null;
    }
}
