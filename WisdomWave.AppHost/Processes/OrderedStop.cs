using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WisdomWave.AppHost.Processes;

/// <summary>
/// Stops the services in stages, so that running answers can finish: a service stops only after the services that use it. Aspire's
/// orchestrator signals all processes at the same time and kills them 6 s later (a constant), which would cut a drain short.
/// </summary>
/// <param name="stages">The resources of a stage stop together.</param>
/// <param name="processes">Finds the processes of the resources.</param>
/// <param name="limit">A process that still runs this long after the stop began is killed.</param>
/// <param name="grace">The minimum time for each stage, even if the stages before it used up the limit.</param>
internal sealed class OrderedStop(IReadOnlyList<IReadOnlyList<IResource>> stages, RunningProcesses processes, TimeSpan limit, TimeSpan grace)
    : IHostedLifecycleService
{
    /// <summary>Runs before the orchestrator, which is a hosted service, is stopped.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var time = limit;
        foreach (var stage in stages)
        {
            using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeLimit.CancelAfter(time);
            await Task.WhenAll(stage.Select(resource => StopResourceAsync(resource, began, timeLimit.Token)));

            var rest = limit - Stopwatch.GetElapsedTime(began);
            time = rest > grace ? rest : grace;
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task StopResourceAsync(IResource resource, long began, CancellationToken timeLimit)
    {
        foreach (var process in processes.Of(resource))
        {
            using (process)
            {
                if (!RunningProcesses.TryTerminate(process))
                    continue;

                await process.WaitForExitAsync(timeLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!process.HasExited)
                    Kill(resource, process, Stopwatch.GetElapsedTime(began));
            }
        }
    }

    // The orchestrator would leave a process that ignores the signal running, and a hung service would keep the database open.
    private static void Kill(IResource resource, Process process, TimeSpan stopping)
    {
        Console.Error.WriteLine($"{resource.Name} did not stop within {stopping.TotalSeconds:0} s and was killed.");
        process.Kill(entireProcessTree: true);
    }
}

/// <summary>When a resource stops: those of stage 0 stop first.</summary>
internal sealed record StopStage(int Number) : IResourceAnnotation;

internal static class OrderedStopExtensions
{
    /// <summary>A service ends at most 3 s after its timeout; the rest is for the later stages.</summary>
    private static readonly TimeSpan AfterTimeout = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan StageGrace = TimeSpan.FromSeconds(3);

    /// <summary>Time for the orchestrator after the last stage, with a margin for slow machines.</summary>
    private static readonly TimeSpan OrchestratorTime = TimeSpan.FromSeconds(10);

    /// <param name="builder">The application.</param>
    /// <param name="timeout">How long a service may drain.</param>
    /// <param name="stages">The stages in order; a null resource is not part of this application.</param>
    public static void StopInOrder(this IDistributedApplicationBuilder builder, TimeSpan timeout, params IEnumerable<IResourceBuilder<IResource>?>[] stages)
    {
        IReadOnlyList<IReadOnlyList<IResource>> resources = [.. stages.Select(stage => stage.OfType<IResourceBuilder<IResource>>().Select(r => r.Resource).ToList())];
        foreach (var (number, stage) in resources.Index())
        {
            foreach (var resource in stage)
                resource.Annotations.Add(new StopStage(number));
        }

        var limit = timeout + AfterTimeout;
        builder.Services.AddSingleton<RunningProcesses>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RunningProcesses>());
        builder.Services.AddHostedService(services => new OrchestratorWatch(services.GetRequiredService<RunningProcesses>(), TimeProvider.System));
        builder.Services.AddHostedService(services => new OrderedStop(resources, services.GetRequiredService<RunningProcesses>(), limit, StageGrace));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = limit + (StageGrace * resources.Count) + OrchestratorTime);
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";
    }
}
