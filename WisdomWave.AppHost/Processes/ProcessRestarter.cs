using Microsoft.Extensions.Diagnostics.HealthChecks;
using WisdomWave.AppHost.OperatorConsole;

namespace WisdomWave.AppHost.Processes;

/// <summary>
/// Restarts services, programs and containers that end unexpectedly. Aspire leaves that to a person at the dashboard, but a bot must
/// also answer at night. A resource that was stopped in the dashboard stays stopped.
/// </summary>
/// <remarks>
/// It reads every state change instead of Aspire's <c>OnResourceStopped</c> event, because the previous state shows whether the end was
/// requested: the dashboard's stop command passes through <see cref="KnownResourceStates.Stopping"/>.
/// </remarks>
internal sealed class ProcessRestarter(DistributedApplication app)
{
    private readonly Dictionary<string, RestartPolicy> _policies = [];
    private readonly List<Task> _restarts = [];

    /// <summary>Call it for every state change of the application, in order.</summary>
    /// <param name="change">The state change of any resource.</param>
    /// <param name="isStarting">Whether the application still waits for this resource to start: its end is then a failed start.</param>
    /// <param name="stopping">Cancels the restarts.</param>
    public void Observe(ResourceEvent change, bool isStarting, CancellationToken stopping)
    {
        if (!ApplicationResources.Include(change.Resource))
            return;
        if (!_policies.TryGetValue(change.ResourceId, out var policy))
            _policies[change.ResourceId] = policy = new RestartPolicy(TimeProvider.System);

        var step = policy.Next(change.Snapshot.State?.Text, change.Snapshot.ExitCode);
        if (isStarting)
            return;

        switch (step)
        {
            case RestartStep.Restart restart:
                _restarts.RemoveAll(task => task.IsCompleted);
                _restarts.Add(RestartAsync(change, policy, restart.Pause, stopping));
                break;
            case RestartStep.ReportExit:
                Console.Error.WriteLine($"{change.Resource.Name} ended by itself (exit code 0) and was not restarted; start it in the dashboard if you need it.");
                break;
        }

        if (change.Snapshot.HealthStatus == HealthStatus.Healthy && policy.TakeRecovery())
            Console.WriteLine($"{change.Resource.Name} is up again.");
    }

    /// <summary>Waits until the restarts that the application's stop interrupted have ended.</summary>
    public async Task DrainAsync() => await Task.WhenAll(_restarts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RestartAsync(ResourceEvent end, RestartPolicy policy, TimeSpan pause, CancellationToken stopping)
    {
        var name = end.Resource.Name;
        Console.Error.WriteLine($"{name} ended unexpectedly ({await ReasonAsync(end)}). It restarts in {pause.TotalSeconds:0} s.");
        while (true)
        {
            await Task.Delay(pause, stopping);
            if (!policy.TryBeginRestart())
                return;

            RestartCounter.CountRestartOf(end.Resource);
            var result = await app.ResourceCommands.ExecuteCommandAsync(end.ResourceId, KnownResourceCommands.StartCommand, stopping);
            if (result.Success || stopping.IsCancellationRequested)
                return;

            pause = policy.NextPause();
            Console.Error.WriteLine($"{name} could not be restarted: {result.Message} The next attempt is in {pause.TotalSeconds:0} s.");
        }
    }

    private async Task<string> ReasonAsync(ResourceEvent end)
    {
        // The orchestrator reports -1 for a process that a signal ended, so its log does not contain the reason.
        if (end.Snapshot.ExitCode == -1)
            return "killed";

        var how = end.Snapshot.ExitCode is { } code ? $"exit code {code}" : "failed to start";
        return $"{how}: {(await FailureReason.OfAsync(app, end.Resource)).TrimEnd('.')}";
    }
}
