using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WisdomWave.AppHost.Processes;

/// <summary>
/// Stops the services stage by stage, so that an answer under way can finish: whoever needs a service ends before it does.
/// Aspire's orchestrator signals all processes at the same moment and kills them 6 s later (a constant), which cuts a drain short.
/// </summary>
/// <param name="stages">The resources that stop together, stage after stage.</param>
/// <param name="processes">Finds their processes.</param>
/// <param name="limit">When a process that still runs is killed, counted from the beginning of the stop.</param>
/// <param name="grace">How long a stage may take at least, even when a stage before it used up the limit.</param>
internal sealed class OrderedStop(IReadOnlyList<IReadOnlyList<IResource>> stages, RunningProcesses processes, TimeSpan limit, TimeSpan grace)
    : IHostedLifecycleService
{
    /// <summary>Before the orchestrator, which is a hosted service, is asked to stop.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var time = limit;
        foreach (var stage in stages)
        {
            using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeLimit.CancelAfter(time);
            await Task.WhenAll(stage.Select(resource => StopAsync(resource, began, timeLimit.Token)));

            var rest = limit - Stopwatch.GetElapsedTime(began);
            time = rest > grace ? rest : grace;
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task StopAsync(IResource resource, long began, CancellationToken timeLimit)
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

    // The orchestrator does not kill a process that ignores it; a service that hangs would keep the database open for ever.
    private static void Kill(IResource resource, Process process, TimeSpan stopping)
    {
        Console.Error.WriteLine($"{resource.Name} did not stop within {stopping.TotalSeconds:0} s and was killed.");
        process.Kill(entireProcessTree: true);
    }
}

internal static class OrderedStopExtensions
{
    /// <summary>A service ends at the latest 3 s after its patience; the rest is for the stages after the first.</summary>
    private static readonly TimeSpan AfterPatience = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan StageGrace = TimeSpan.FromSeconds(3);

    /// <summary>What the orchestrator needs after the last stage, with room for a slow machine.</summary>
    private static readonly TimeSpan OrchestratorTime = TimeSpan.FromSeconds(10);

    /// <param name="builder">The application.</param>
    /// <param name="patience">How long a service may drain.</param>
    /// <param name="stages">The stages in which the application stops; a resource that is null is not part of this application.</param>
    public static void StopsInOrder(this IDistributedApplicationBuilder builder, TimeSpan patience, params IEnumerable<IResourceBuilder<IResource>?>[] stages)
    {
        IReadOnlyList<IReadOnlyList<IResource>> resources = [.. stages.Select(stage => stage.OfType<IResourceBuilder<IResource>>().Select(r => r.Resource).ToList())];
        var limit = patience + AfterPatience;
        builder.Services.AddSingleton<RunningProcesses>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RunningProcesses>());
        builder.Services.AddHostedService(services => new OrchestratorWatch(services.GetRequiredService<RunningProcesses>(), TimeProvider.System));
        builder.Services.AddHostedService(services => new OrderedStop(resources, services.GetRequiredService<RunningProcesses>(), limit, StageGrace));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = limit + (StageGrace * resources.Count) + OrchestratorTime);
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";
    }
}
