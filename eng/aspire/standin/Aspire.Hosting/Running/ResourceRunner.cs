using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Running;

/// <summary>The life of one resource: wait, start, tell, end. Nothing is restarted by itself.</summary>
internal sealed class ResourceRunner(
    IServiceProvider services,
    DistributedApplicationExecutionContext executionContext,
    IDistributedApplicationEventing eventing,
    ResourceNotificationService notifications,
    HealthWatch health,
    ResourceConsole console,
    OrphanGuard guard,
    IOptions<HostOptions> host) : IDisposable
{
    // Of the time that the host has, the rest is for itself.
    private static readonly TimeSpan ForTheHost = TimeSpan.FromSeconds(1);

    // One that does not obey must leave this to each of those that it needs and that are asked after it.
    private static readonly TimeSpan ForEachOther = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<ChildProcess> _started = [];

    public async Task LiveAsync(IResource resource, CancellationToken stopping)
    {
        if (resource is ContainerResource)
        {
            await PublishAsync(resource, KnownResourceStates.RuntimeUnhealthy);
            console.Say(resource, "The stand-in runs no containers.");
            return;
        }

        if (resource is not (ProjectResource or ExecutableResource))
            return;

        try
        {
            await WaitForOthersAsync(resource, stopping);
            await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), stopping);
            await PublishAsync(resource, KnownResourceStates.Starting);
            var command = await CommandLine.ForAsync(resource, executionContext, stopping);
            var process = Start(resource, command, stopping);
            await PublishAsync(resource, KnownResourceStates.Running);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var watch = health.WatchAsync(resource, ended.Token);
            var exitCode = await process.Exited;
            await ended.CancelAsync();
            await watch;
            guard.Forget(process.Id);
            await EndedAsync(resource, exitCode, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Never started.
        }
        catch (Exception e)
        {
            console.Say(resource, $"Did not start: {e.Message}");
            await PublishAsync(resource, KnownResourceStates.FailedToStart);
        }
    }

    /// <summary>Asks the youngest first and gives each what the others can spare of the time that is left; who is still there at the end of it is killed.</summary>
    /// <param name="hurry">Cancelled when nobody wants to wait any longer.</param>
    public async Task StopAllAsync(CancellationToken hurry)
    {
        var left = host.Value.ShutdownTimeout - ForTheHost;
        ChildProcess[] running;
        lock (_gate)
            running = [.. _started.Where(p => !p.Exited.IsCompleted).Reverse()];

        var reserve = TimeSpan.FromTicks(Math.Min(ForEachOther.Ticks, left.Ticks / (2 * Math.Max(running.Length, 1))));
        for (var i = 0; i < running.Length && !hurry.IsCancellationRequested; i++)
        {
            var asked = Stopwatch.GetTimestamp();
            running[i].Terminate();
            var others = reserve * (running.Length - 1 - i);
            await Task.WhenAny(running[i].Exited, Task.Delay(left > others ? left - others : TimeSpan.Zero, hurry));
            left -= Stopwatch.GetElapsedTime(asked);
        }

        foreach (var process in running)
            process.Kill();
    }

    public void Dispose() => _started.ForEach(process => process.Dispose());

    private ChildProcess Start(IResource resource, CommandLine command, CancellationToken stopping)
    {
        lock (_gate)
        {
            stopping.ThrowIfCancellationRequested();
            var process = ChildProcess.Start(command, (line, isError) => console.Write(resource, line, isError));
            _started.Add(process);
            guard.Watch(process.Id);
            console.Say(resource, $"started, process {process.Id}");
            return process;
        }
    }

    private async Task WaitForOthersAsync(IResource resource, CancellationToken stopping)
    {
        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>())
        {
            await PublishAsync(resource, KnownResourceStates.Waiting);
            var end = await notifications.WaitForResourceAsync(wait.Resource.Name, change => Satisfies(change.Snapshot, wait.WaitType), stopping);
            if (wait.WaitType == WaitType.WaitForCompletion && end.Snapshot.ExitCode != wait.ExitCode)
                throw new DistributedApplicationException($"'{wait.Resource.Name}' ended with exit code {end.Snapshot.ExitCode} instead of {wait.ExitCode}.");
        }
    }

    private static bool Satisfies(CustomResourceSnapshot snapshot, WaitType wait) => wait switch
    {
        WaitType.WaitUntilStarted => snapshot.State?.Text == KnownResourceStates.Running,
        WaitType.WaitUntilHealthy => snapshot.State?.Text == KnownResourceStates.Running && snapshot.HealthStatus is HealthWatch.Healthy,
        _ => KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text ?? ""),
    };

    private Task EndedAsync(IResource resource, int exitCode, CancellationToken stopping)
    {
        if (!stopping.IsCancellationRequested)
            console.Say(resource, $"ended with exit code {exitCode}");
        return notifications.PublishUpdateAsync(resource, s => s with
        {
            State = exitCode == 0 ? KnownResourceStates.Finished : KnownResourceStates.Exited,
            ExitCode = exitCode,
            HealthStatus = null,
        });
    }

    private Task PublishAsync(IResource resource, string state) =>
        notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = state });
}
