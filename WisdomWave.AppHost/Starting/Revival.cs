using System.Diagnostics;

namespace WisdomWave.AppHost.Starting;

/// <summary>
/// Starts a process again that has died. Aspire leaves that to whoever looks at the dashboard, and a bot is to answer at night too.
/// One that ended in good order was stopped by somebody, and stays so.
/// </summary>
internal static class Revival
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Who has lived so long has not died of its start: the pauses begin anew.</summary>
    private static readonly TimeSpan LongLife = TimeSpan.FromMinutes(1);

    /// <summary>Runs until the application is to stop.</summary>
    public static async Task WatchAsync(DistributedApplication app, CancellationToken stopping)
    {
        var lives = new Dictionary<string, Life>();
        var revivals = new List<Task>();
        try
        {
            await foreach (var change in app.ResourceNotifications.WatchAsync(stopping))
            {
                if (change.Resource is not (ProjectResource or ExecutableResource))
                    continue;
                if (!lives.TryGetValue(change.ResourceId, out var life))
                    lives[change.ResourceId] = life = new Life();
                var state = change.Snapshot.State?.Text;
                if (state == KnownResourceStates.Running)
                {
                    life.Begin();
                }
                else if (state == KnownResourceStates.Stopping)
                {
                    // By the dashboard: however it ends now, that is what was asked for.
                    life.End();
                }
                else if (KnownResourceStates.TerminalStates.Contains(state) && change.Snapshot.ExitCode is not (null or 0) && life.End() is { } pause)
                {
                    revivals.RemoveAll(revival => revival.IsCompleted);
                    revivals.Add(ReviveAsync(app, change, pause, stopping));
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }

        await Task.WhenAll(revivals).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task ReviveAsync(DistributedApplication app, ResourceEvent death, TimeSpan pause, CancellationToken stopping)
    {
        Console.Error.WriteLine($"{death.Resource.Name} has died (exit code {death.Snapshot.ExitCode}); it is started again in {pause.TotalSeconds:0} s.");
        await Task.Delay(pause, stopping);
        await app.ResourceCommands.ExecuteCommandAsync(death.ResourceId, KnownResourceCommands.StartCommand, stopping);
    }

    private sealed class Life
    {
        private long? _since;
        private TimeSpan _pause = FirstPause;

        public void Begin() => _since ??= Stopwatch.GetTimestamp();

        /// <summary>How long it is to rest; null when it was not alive, as when its death is told a second time.</summary>
        public TimeSpan? End()
        {
            if (_since is not { } since)
                return null;
            _since = null;
            var pause = Stopwatch.GetElapsedTime(since) > LongLife ? FirstPause : _pause;
            _pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            return pause;
        }
    }
}
