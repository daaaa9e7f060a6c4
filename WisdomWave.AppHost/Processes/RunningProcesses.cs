using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace WisdomWave.AppHost.Processes;

/// <summary>The operating system's processes behind the application's resources.</summary>
internal sealed class RunningProcesses(ResourceNotificationService notifications) : EarlyBackgroundService
{
    private const string ProcessIdProperty = "executable.pid";
    private const int SigTerm = 15;

    // By the id of each replica: Aspire finds a state by the resource's name only while there is one replica.
    private readonly ConcurrentDictionary<string, ResourceEvent> _states = new();

    /// <summary>One for each replica that runs; none for a container or for what has ended.</summary>
    public IReadOnlyList<Process> Of(IResource resource) =>
        [.. _states.Values.Where(state => state.Resource == resource).Select(ProcessOf).OfType<Process>()];

    /// <summary>Asks the process to stop. Windows has no such signal: there the orchestrator stops it.</summary>
    public static bool TryTerminate(Process process) => !OperatingSystem.IsWindows() && Kill(process.Id, SigTerm) == 0;

    /// <summary>Whether processes are known to run but none of them exists.</summary>
    public bool AllAreGone()
    {
        var claimed = _states.Values.Where(state => state.Snapshot.State?.Text == KnownResourceStates.Running && IdOf(state) > 0).ToList();
        return claimed.Count > 0 && claimed.All(state => ProcessOf(state) is null);
    }

    public void KillAll()
    {
        foreach (var process in _states.Values.Select(ProcessOf).OfType<Process>())
        {
            using (process)
                process.Kill(entireProcessTree: true);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken))
                _states[change.ResourceId] = change;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    // The orchestrator reports 0 until it knows the id; a signal to process 0 would go to the app host's own process group.
    private static int IdOf(ResourceEvent state) =>
        state.Snapshot.Properties.FirstOrDefault(property => property.Name == ProcessIdProperty)?.Value is { } value
            ? Convert.ToInt32(value, CultureInfo.InvariantCulture)
            : 0;

    private static Process? ProcessOf(ResourceEvent state)
    {
        var id = IdOf(state);
        if (id <= 0 || KnownResourceStates.TerminalStates.Contains(state.Snapshot.State?.Text))
            return null;

        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            // It has ended since the orchestrator last looked.
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}
