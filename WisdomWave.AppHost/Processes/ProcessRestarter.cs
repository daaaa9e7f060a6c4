using System.Diagnostics;
using WisdomWave.AppHost.OperatorConsole;

namespace WisdomWave.AppHost.Processes;

/// <summary>
/// Restarts services, programs and containers that ended unexpectedly. Aspire leaves that to a person at the dashboard, but a bot
/// has to answer at night too. A resource that was stopped in the dashboard, or that ended with exit code 0, stays stopped.
/// </summary>
/// <remarks>
/// Reads every state change instead of Aspire's <c>OnResourceStopped</c> event, because the state before the end tells whether
/// somebody asked for it: the dashboard's stop command passes through <see cref="KnownResourceStates.Stopping"/>.
/// </remarks>
internal static class ProcessRestarter
{
    /// <summary>Runs until the application stops.</summary>
    public static async Task RunAsync(DistributedApplication app, CancellationToken stopping)
    {
        var policies = new Dictionary<string, RestartPolicy>();
        var restarts = new List<Task>();
        try
        {
            await foreach (var change in app.ResourceNotifications.WatchAsync(stopping))
            {
                if (change.Resource is not (ProjectResource or ExecutableResource or ContainerResource))
                    continue;
                if (!policies.TryGetValue(change.ResourceId, out var policy))
                    policies[change.ResourceId] = policy = new RestartPolicy(Stopwatch.GetElapsedTime);

                if (policy.Next(change.Snapshot.State?.Text, change.Snapshot.ExitCode) is { } pause)
                {
                    restarts.RemoveAll(restart => restart.IsCompleted);
                    restarts.Add(RestartAsync(app, change, pause, stopping));
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }

        await Task.WhenAll(restarts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task RestartAsync(DistributedApplication app, ResourceEvent end, TimeSpan pause, CancellationToken stopping)
    {
        Console.Error.WriteLine(
            $"{end.Resource.Name} ended unexpectedly ({HowItEnded(end.Snapshot.ExitCode)}): {await LastWords.OfAsync(app, end.Resource)} It restarts in {pause.TotalSeconds:0} s.");
        await Task.Delay(pause, stopping);
        await app.ResourceCommands.ExecuteCommandAsync(end.ResourceId, KnownResourceCommands.StartCommand, stopping);
    }

    // The orchestrator reports -1 for a process that a signal ended.
    private static string HowItEnded(int? exitCode) => exitCode == -1 ? "killed" : $"exit code {exitCode}";

    /// <summary>What is known about one process or container, from its start to its end.</summary>
    internal sealed class RestartPolicy(Func<long, TimeSpan> elapsedSince)
    {
        private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
        private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

        /// <summary>A process that survived this long did not crash during startup, so the backoff resets.</summary>
        private static readonly TimeSpan Stable = TimeSpan.FromMinutes(1);

        private long? _runningSince;
        private TimeSpan _pause = FirstPause;

        /// <returns>The pause before a restart; null when nothing is to be restarted.</returns>
        public TimeSpan? Next(string? state, int? exitCode)
        {
            if (state == KnownResourceStates.Running)
            {
                _runningSince ??= Stopwatch.GetTimestamp();
                return null;
            }

            // Stopping: the dashboard asked for it, so the end that follows is not unexpected.
            var unexpected = KnownResourceStates.TerminalStates.Contains(state) && exitCode is not (null or 0);
            if (state != KnownResourceStates.Stopping && !unexpected)
                return null;

            // Aspire reports the same end more than once.
            if (_runningSince is not { } since)
                return null;

            _runningSince = null;
            var pause = elapsedSince(since) > Stable ? FirstPause : _pause;
            _pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            return unexpected ? pause : null;
        }
    }
}
