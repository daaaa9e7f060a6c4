using System.Diagnostics;

namespace WisdomWave.AppHost.Processes;

/// <summary>
/// Ends the application if Aspire's orchestrator (dcp) has ended: the services end with it, nothing can be restarted, and a running app
/// host would hide that from a service manager.
/// </summary>
internal sealed class OrchestratorWatch(RunningProcesses processes, TimeProvider time) : EarlyBackgroundService
{
    private const string ProgramName = "dcp";
    private const int ExitCode = 1;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How many checks in a row must fail, because a single one may happen between two states.</summary>
    private const int MaxMisses = 5;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hasRun = false;
        var misses = 0;
        try
        {
            while (true)
            {
                await Task.Delay(Interval, time, stoppingToken);
                var isRunning = IsRunning();
                hasRun |= isRunning;
                misses = hasRun && (!isRunning || processes.AllAreGone()) ? misses + 1 : 0;
                if (misses == MaxMisses)
                    EndApplication();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    // An orderly stop would wait for the orchestrator forever.
    private void EndApplication()
    {
        Console.Error.WriteLine("WisdomWave has stopped, because Aspire's orchestrator (dcp) ended unexpectedly; start it again.");
        processes.KillAll();
        Environment.Exit(ExitCode);
    }

    private static bool IsRunning()
    {
        var found = Process.GetProcessesByName(ProgramName);
        try
        {
            return found.Any(IsOurs);
        }
        finally
        {
            Array.ForEach(found, process => process.Dispose());
        }
    }

    // "dcp start-apiserver --monitor 4711 …": the number is the app host's process ID. On other systems than Linux, any dcp counts.
    private static bool IsOurs(Process process)
    {
        if (!OperatingSystem.IsLinux())
            return true;
        try
        {
            var arguments = File.ReadAllText($"/proc/{process.Id}/cmdline").Split('\0');
            var monitor = Array.IndexOf(arguments, "--monitor");
            return monitor >= 0 && arguments[monitor + 1] == $"{Environment.ProcessId}";
        }
        catch (IOException)
        {
            // The process has already ended.
            return false;
        }
    }
}
