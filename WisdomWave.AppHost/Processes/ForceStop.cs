using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

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

    private readonly IHostApplicationLifetime _lifetime;
    private readonly RunningProcesses _processes;
    private readonly PosixSignalRegistration _interrupt;
    private int _interrupts;

    public ForceStop(DistributedApplication app)
    {
        // Kept, because the second Ctrl+C may come when the services are being disposed.
        _lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        _processes = app.Services.GetRequiredService<RunningProcesses>();
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
    }

    public void Dispose() => _interrupt.Dispose();

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _interrupts) == 1)
        {
            // The host listens too, but not yet while the application is prepared.
            _lifetime.StopApplication();
            return;
        }

        // The orchestrator notices that the app host is gone and removes the rest, containers included.
        _processes.KillAll();
        Environment.Exit(ExitCode);
    }
}
