namespace WisdomWave.AppHost.Processes;

/// <summary>Decides what to do when a process or container ends, from its states in the order in which Aspire reports them.</summary>
internal sealed class RestartPolicy(TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>A process that survived this long did not crash during startup, so the backoff resets.</summary>
    private static readonly TimeSpan Stable = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _runningSince;
    private bool _isRestarting;
    private bool _waitsForRestart;
    private bool _recovers;
    private TimeSpan _pause = FirstPause;

    public RestartStep Next(string? state, int? exitCode)
    {
        lock (_gate)
        {
            if (state == KnownResourceStates.Running)
            {
                _runningSince ??= time.GetTimestamp();
                _isRestarting = false;
                _waitsForRestart = false;
                return new RestartStep.Nothing();
            }

            // The dashboard stops the resource, so the end that follows is intended, and a pending restart is cancelled.
            if (state == KnownResourceStates.Stopping)
            {
                (_runningSince, _isRestarting, _waitsForRestart, _recovers, _pause) = (null, false, false, false, FirstPause);
                return new RestartStep.Nothing();
            }

            // A restart can also fail before there is a process. Aspire reports an end several times; only the first one counts.
            var failedAgain = state == KnownResourceStates.FailedToStart && _isRestarting;
            if (!failedAgain && (_runningSince is null || !KnownResourceStates.TerminalStates.Contains(state)))
                return new RestartStep.Nothing();

            var wasStable = _runningSince is { } since && time.GetElapsedTime(since) > Stable;
            (_runningSince, _isRestarting) = (null, false);
            if (!failedAgain && exitCode == 0)
                return new RestartStep.ReportExit();

            if (wasStable)
                _pause = FirstPause;
            _waitsForRestart = true;
            return new RestartStep.Restart(TakePause());
        }
    }

    /// <summary>Returns false if the resource was stopped or started in the dashboard during the pause.</summary>
    public bool TryBeginRestart()
    {
        lock (_gate)
        {
            if (!_waitsForRestart)
                return false;
            (_isRestarting, _recovers) = (true, true);
            return true;
        }
    }

    /// <summary>The pause after a restart command that failed.</summary>
    public TimeSpan NextPause()
    {
        lock (_gate)
            return TakePause();
    }

    /// <summary>Returns true once for each restart after which the resource became healthy.</summary>
    public bool TakeRecovery()
    {
        lock (_gate)
        {
            if (!_recovers || _runningSince is null)
                return false;
            _recovers = false;
            return true;
        }
    }

    private TimeSpan TakePause()
    {
        var pause = _pause;
        _pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        return pause;
    }
}

/// <summary>The reaction to a state change.</summary>
internal abstract record RestartStep
{
    public sealed record Nothing : RestartStep;

    public sealed record Restart(TimeSpan Pause) : RestartStep;

    /// <summary>The process ended with exit code 0, without the orchestrator. A person may have stopped it, so it is not restarted.</summary>
    public sealed record ReportExit : RestartStep;
}
