using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WisdomWave.AppHost.Processes;

/// <summary>
/// Stops the services stage by stage, so that an answer under way can finish: whoever needs a service ends before it does.
/// Aspire's orchestrator signals all processes at the same moment and kills them 6 s later (a constant), which cuts a drain short.
/// </summary>
internal sealed class OrderedStop(IReadOnlyList<IReadOnlyList<IResource>> stages, RunningProcesses processes) : IHostedLifecycleService
{
    /// <summary>After the services' own limit (Stopping:Patience), the orchestrator kills what is left and ends itself.</summary>
    public static readonly TimeSpan OrchestratorTime = TimeSpan.FromSeconds(15);

    /// <summary>Before the orchestrator, which is a hosted service, is asked to stop.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        foreach (var stage in stages)
            await Task.WhenAll(stage.Select(resource => StopAsync(resource, cancellationToken)));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task StopAsync(IResource resource, CancellationToken cancellationToken)
    {
        foreach (var process in processes.Of(resource))
        {
            using (process)
            {
                if (RunningProcesses.TryTerminate(process))
                    await process.WaitForExitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}

internal static class OrderedStopExtensions
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(20);

    /// <summary>The stages in which the application stops; a resource that is null is not part of this application.</summary>
    public static void StopsInOrder(this IDistributedApplicationBuilder builder, params IEnumerable<IResourceBuilder<IResource>?>[] stages)
    {
        IReadOnlyList<IReadOnlyList<IResource>> resources = [.. stages.Select(stage => stage.OfType<IResourceBuilder<IResource>>().Select(r => r.Resource).ToList())];
        var patience = builder.Configuration.GetValue<TimeSpan?>("Stopping:Patience") ?? DefaultPatience;
        builder.Services.AddSingleton<RunningProcesses>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RunningProcesses>());
        builder.Services.AddHostedService(services => new OrderedStop(resources, services.GetRequiredService<RunningProcesses>()));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = patience + OrderedStop.OrchestratorTime);
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";
    }
}
