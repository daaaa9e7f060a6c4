using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;

namespace WisdomWave.AppHost.Processes;

/// <summary>The first Ctrl+C lets answers finish; the second one ends everything at once.</summary>
/// <remarks>
/// SIGTERM does not count: a service manager signals the whole control group, and <c>dotnet run</c> passes its own signal on,
/// so the app host gets two of them for one wish to stop.
/// </remarks>
internal sealed class ForceStop : IDisposable
{
    /// <summary>As shells report a program that SIGINT ended.</summary>
    private const int ExitCode = 130;

    private readonly DistributedApplication _app;
    private readonly PosixSignalRegistration _interrupt;
    private int _interrupts;

    public ForceStop(DistributedApplication app)
    {
        _app = app;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
    }

    public void Dispose() => _interrupt.Dispose();

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _interrupts) < 2)
            return;

        var processes = _app.Services.GetRequiredService<RunningProcesses>();
        foreach (var process in _app.Services.GetRequiredService<DistributedApplicationModel>().Resources.SelectMany(processes.Of))
            process.Kill();

        // The orchestrator notices that the app host is gone and removes the rest, containers included.
        Environment.Exit(ExitCode);
    }
}
