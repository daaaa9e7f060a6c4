using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WisdomWave.AppHost.OperatorConsole;

namespace WisdomWave.AppHost.Processes;

/// <summary>
/// Restarts services, programs and containers that ended unexpectedly. Aspire leaves that to a person at the dashboard, but a bot
/// has to answer at night too. A resource that was stopped in the dashboard stays stopped.
/// </summary>
/// <remarks>
/// Reads every state change instead of Aspire's <c>OnResourceStopped</c> event, because the state before the end tells whether
/// somebody asked for it: the dashboard's stop command passes through <see cref="KnownResourceStates.Stopping"/>.
/// </remarks>
/// <param name="app">The application.</param>
/// <param name="isStarting">Whether the resource of this name has to come up before the application is up: its end is a failed start.</param>
internal sealed class ProcessRestarter(DistributedApplication app, Func<string, bool> isStarting)
{
    private readonly ConcurrentDictionary<string, RestartPolicy> _policies = new();

    /// <summary>Runs until the application stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var restarts = new List<Task>();
        try
        {
            await foreach (var change in app.ResourceNotifications.WatchAsync(stopping))
            {
                var name = change.Resource.Name;
                if (!Parts.Include(change.Resource) || isStarting(name))
                    continue;

                var policy = _policies.GetOrAdd(change.ResourceId, _ => new RestartPolicy(TimeProvider.System));
                switch (policy.Next(change.Snapshot.State?.Text, change.Snapshot.ExitCode))
                {
                    case RestartStep.Restart restart:
                        restarts.RemoveAll(task => task.IsCompleted);
                        restarts.Add(RestartAsync(change, policy, restart.Pause, stopping));
                        break;
                    case RestartStep.TellEnded:
                        Console.Error.WriteLine($"{name} ended by itself (exit code 0) and is not restarted; start it in the dashboard.");
                        break;
                }

                if (change.Snapshot.HealthStatus == HealthStatus.Healthy && policy.TakeRecovery())
                    Console.WriteLine($"{name} is up again.");
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }

        await Task.WhenAll(restarts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RestartAsync(ResourceEvent end, RestartPolicy policy, TimeSpan pause, CancellationToken stopping)
    {
        var name = end.Resource.Name;
        Console.Error.WriteLine($"{name} ended unexpectedly ({await ReasonAsync(end)}). It restarts in {pause.TotalSeconds:0} s.");
        while (true)
        {
            await Task.Delay(pause, stopping);
            if (!policy.TryBeginRestart())
                return;

            var result = await app.ResourceCommands.ExecuteCommandAsync(end.ResourceId, KnownResourceCommands.StartCommand, stopping);
            if (result.Success || stopping.IsCancellationRequested)
                return;

            pause = policy.NextPause();
            Console.Error.WriteLine($"{name} could not be restarted: {result.Message} The next try is in {pause.TotalSeconds:0} s.");
        }
    }

    private async Task<string> ReasonAsync(ResourceEvent end)
    {
        // The orchestrator reports -1 for a process that a signal ended. Whatever it logged before is not the reason.
        if (end.Snapshot.ExitCode == -1)
            return "killed";

        var how = end.Snapshot.ExitCode is { } code ? $"exit code {code}" : "failed to start";
        return $"{how}: {(await LastWords.OfAsync(app, end.Resource)).TrimEnd('.')}";
    }
}
