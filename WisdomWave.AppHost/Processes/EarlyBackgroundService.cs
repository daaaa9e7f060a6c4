using Microsoft.Extensions.Hosting;

namespace WisdomWave.AppHost.Processes;

/// <summary>
/// A background service that starts before the orchestrator. An ordinary one would start after it: the host starts services in the order
/// of their registration, Aspire's are first, and their start lasts until no resource waits for another.
/// </summary>
internal abstract class EarlyBackgroundService : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => base.StartAsync(cancellationToken);

    public sealed override Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
