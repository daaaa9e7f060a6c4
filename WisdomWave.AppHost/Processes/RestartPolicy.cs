namespace WisdomWave.AppHost.Processes;

/// <summary>What to do about the end of one process or container, from its states in the order in which Aspire reports them.</summary>
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

            // The dashboard asked for it: whatever end follows is wanted, also that of a restart that has not begun yet.
            if (state == KnownResourceStates.Stopping)
            {
                (_runningSince, _isRestarting, _waitsForRestart, _recovers, _pause) = (null, false, false, false, FirstPause);
                return new RestartStep.Nothing();
            }

            // A restart can also fail before there is a process. Aspire reports an end more than once; only the first one counts.
            var failedAgain = state == KnownResourceStates.FailedToStart && _isRestarting;
            if (!failedAgain && (_runningSince is null || !KnownResourceStates.TerminalStates.Contains(state)))
                return new RestartStep.Nothing();

            var wasStable = _runningSince is { } since && time.GetElapsedTime(since) > Stable;
            (_runningSince, _isRestarting) = (null, false);
            if (!failedAgain && exitCode == 0)
                return new RestartStep.TellEnded();

            if (wasStable)
                _pause = FirstPause;
            _waitsForRestart = true;
            return new RestartStep.Restart(TakePause());
        }
    }

    /// <summary>Whether the restart is still wanted: somebody may have stopped or started the resource during the pause.</summary>
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

    /// <summary>The pause after a restart that could not even be asked for.</summary>
    public TimeSpan NextPause()
    {
        lock (_gate)
            return TakePause();
    }

    /// <summary>True once for each restart whose resource has become healthy.</summary>
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

/// <summary>A closed set.</summary>
internal abstract record RestartStep
{
    public sealed record Nothing : RestartStep;

    public sealed record Restart(TimeSpan Pause) : RestartStep;

    /// <summary>It ended with exit code 0 although nobody asked the orchestrator to stop it: a person may have, so it stays.</summary>
    public sealed record TellEnded : RestartStep;
}
