using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WisdomWave.AppHost.Processes;

/// <summary>Kills everything at the second Ctrl+C; the first one lets answers finish.</summary>
/// <remarks>
/// SIGTERM does not count: a service manager signals the whole control group, and <c>dotnet run</c> also forwards its signal, so one
/// stop sends the app host two of them.
/// </remarks>
internal sealed class ForceStop : IDisposable
{
    /// <summary>The code with which shells report a program that SIGINT ended.</summary>
    private const int ExitCode = 130;

    private readonly IHostApplicationLifetime _lifetime;
    private readonly RunningProcesses _processes;
    private readonly PosixSignalRegistration _interrupt;
    private int _interrupts;

    public ForceStop(DistributedApplication app)
    {
        // Resolve them now, because the second Ctrl+C may come while the services are being disposed.
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
            // The host handles Ctrl+C too, but not before it has started.
            _lifetime.StopApplication();
            return;
        }

        // The orchestrator notices that the app host has ended and removes the rest, including containers.
        _processes.KillAll();
        Environment.Exit(ExitCode);
    }
}
