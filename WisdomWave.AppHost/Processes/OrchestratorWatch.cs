using System.Diagnostics;

namespace WisdomWave.AppHost.Processes;

/// <summary>
/// Ends the application when Aspire's orchestrator (dcp) has died: it takes the services with it, nothing can be started any more,
/// and an app host that lived on would hide that from a service manager.
/// </summary>
internal sealed class OrchestratorWatch(RunningProcesses processes, TimeProvider time) : EarlyBackgroundService
{
    private const string ProgramName = "dcp";
    private const int ExitCode = 1;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How often in a row it has to be missing: a single look may fall between two states.</summary>
    private const int Misses = 5;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wasSeen = false;
        var missed = 0;
        try
        {
            while (true)
            {
                await Task.Delay(Interval, time, stoppingToken);
                var isThere = IsThere();
                wasSeen |= isThere;
                missed = wasSeen && (!isThere || processes.AllAreGone()) ? missed + 1 : 0;
                if (missed == Misses)
                    End();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    // Without an orchestrator there is nobody to hand an orderly stop to: it would wait for answers that never come.
    private void End()
    {
        Console.Error.WriteLine("Aspire's orchestrator (dcp) has ended, and the services with it. WisdomWave stops; start it again.");
        processes.KillAll();
        Environment.Exit(ExitCode);
    }

    private static bool IsThere()
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

    // "dcp start-apiserver --monitor 4711 …": the number is that of the app host which started it. Elsewhere than on Linux any dcp counts.
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
            // It has ended meanwhile.
            return false;
        }
    }
}
