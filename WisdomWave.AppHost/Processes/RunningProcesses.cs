using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace WisdomWave.AppHost.Processes;

/// <summary>The processes and containers that make up the application.</summary>
internal static class ApplicationResources
{
    private const string Dashboard = "aspire-dashboard";

    /// <summary>Excludes Aspire's dashboard, which has no start command, and the resources that Aspire adds for its rebuild command.</summary>
    public static bool Include(IResource resource) =>
        resource is ProjectResource or ExecutableResource or ContainerResource
        && resource.Name != Dashboard
        && !resource.Name.EndsWith("-rebuilder", StringComparison.Ordinal);
}

/// <summary>The operating system's processes behind the application's resources.</summary>
internal sealed class RunningProcesses(ResourceNotificationService notifications) : EarlyBackgroundService
{
    private const string ProcessIdProperty = "executable.pid";
    private const int SigTerm = 15;

    // Keyed by the ID of each replica, because Aspire finds a state by the resource's name only if there is one replica.
    private readonly ConcurrentDictionary<string, ResourceEvent> _states = new();

    /// <summary>One process for each running replica; none for a container or an ended resource.</summary>
    public IReadOnlyList<Process> Of(IResource resource) =>
        [.. _states.Values.Where(state => state.Resource == resource).Select(ProcessOf).OfType<Process>()];

    /// <summary>Sends SIGTERM. Windows has no such signal; there the orchestrator stops the process.</summary>
    public static bool TryTerminate(Process process) => !OperatingSystem.IsWindows() && Kill(process.Id, SigTerm) == 0;

    /// <summary>Whether none of the processes exists that Aspire reports as running.</summary>
    public bool AllAreGone()
    {
        var reported = _states.Values.Where(state => state.Snapshot.State?.Text == KnownResourceStates.Running && IdOf(state) > 0).ToList();
        return reported.Count > 0 && reported.All(state => ProcessOf(state) is null);
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

    // The orchestrator reports 0 until it knows the ID; a signal to process 0 would go to the app host's own process group.
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
            // It has ended since the orchestrator last checked.
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}
