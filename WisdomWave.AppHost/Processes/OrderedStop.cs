using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WisdomWave.AppHost.Processes;

/// <summary>
/// Stops the services stage by stage, so that an answer under way can finish: whoever needs a service ends before it does.
/// Aspire's orchestrator signals all processes at the same moment and kills them 6 s later (a constant), which cuts a drain short.
/// </summary>
internal sealed class OrderedStop(IReadOnlyList<IReadOnlyList<IResource>> stages, RunningProcesses processes, TimeSpan limit) : IHostedLifecycleService
{
    /// <summary>Before the orchestrator, which is a hosted service, is asked to stop.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeLimit.CancelAfter(limit);
        foreach (var stage in stages)
            await Task.WhenAll(stage.Select(resource => StopAsync(resource, timeLimit.Token)));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task StopAsync(IResource resource, CancellationToken timeLimit)
    {
        foreach (var process in processes.Of(resource))
        {
            using (process)
            {
                if (!RunningProcesses.TryTerminate(process))
                    continue;

                await process.WaitForExitAsync(timeLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!process.HasExited)
                    Kill(resource, process);
            }
        }
    }

    // The orchestrator does not kill a process that ignores it; a service that hangs would keep the database open for ever.
    private void Kill(IResource resource, Process process)
    {
        Console.Error.WriteLine($"{resource.Name} did not stop within {limit.TotalSeconds:0} s and was killed.");
        process.Kill(entireProcessTree: true);
    }
}

internal static class OrderedStopExtensions
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(20);

    /// <summary>A service ends at the latest 3 s after its patience; the rest is for the stages after the first.</summary>
    private static readonly TimeSpan AfterPatience = TimeSpan.FromSeconds(8);

    /// <summary>What the orchestrator needs after the last stage, with room for a slow machine.</summary>
    private static readonly TimeSpan OrchestratorTime = TimeSpan.FromSeconds(10);

    /// <summary>The stages in which the application stops; a resource that is null is not part of this application.</summary>
    public static void StopsInOrder(this IDistributedApplicationBuilder builder, params IEnumerable<IResourceBuilder<IResource>?>[] stages)
    {
        IReadOnlyList<IReadOnlyList<IResource>> resources = [.. stages.Select(stage => stage.OfType<IResourceBuilder<IResource>>().Select(r => r.Resource).ToList())];
        var limit = (builder.Configuration.GetValue<TimeSpan?>("Stopping:Patience") ?? DefaultPatience) + AfterPatience;
        builder.Services.AddSingleton<RunningProcesses>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RunningProcesses>());
        builder.Services.AddHostedService(services => new OrchestratorWatch(services.GetRequiredService<RunningProcesses>(), TimeProvider.System));
        builder.Services.AddHostedService(services => new OrderedStop(resources, services.GetRequiredService<RunningProcesses>(), limit));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = limit + OrchestratorTime);
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";
    }
}
