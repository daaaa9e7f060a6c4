using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace WisdomWave.AppHost.Processes;

/// <summary>The operating system's processes behind the application's resources.</summary>
internal sealed class RunningProcesses(ResourceNotificationService notifications) : BackgroundService
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

    private static Process? ProcessOf(ResourceEvent state)
    {
        if (KnownResourceStates.TerminalStates.Contains(state.Snapshot.State?.Text)
            || state.Snapshot.Properties.FirstOrDefault(property => property.Name == ProcessIdProperty)?.Value is not { } value)
        {
            return null;
        }

        // The orchestrator reports 0 until it knows the id; a signal to process 0 would go to the app host's own process group.
        var id = Convert.ToInt32(value, CultureInfo.InvariantCulture);
        if (id <= 0)
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
