using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WisdomWave.AppHost.Machines;

/// <summary>
/// Kills a program if this process ends while the program still runs. A signal ends this process without the ProcessExit event, so
/// signals are handled, too. The handlers do not cancel a signal, so its default action still follows.
/// </summary>
internal sealed class GuardedProcess : IDisposable
{
    // If a signal arrives while a program starts, that program is killed as soon as it has started, and no other program starts.
    private static readonly Lock Starting = new();
    private static bool s_isEnding;

    private readonly Process _process;
    private readonly PosixSignalRegistration[] _signals;

    public GuardedProcess(Process process)
    {
        _process = process;
        _signals = [.. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP]).Select(signal => PosixSignalRegistration.Create(signal, _ => End()))];
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <returns>False when this process is ending.</returns>
    /// <exception cref="Win32Exception">The program cannot be run.</exception>
    public bool TryStart()
    {
        lock (Starting)
            return !s_isEnding && _process.Start();
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has not started, or it has already ended.
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        foreach (var signal in _signals)
            signal.Dispose();
    }

    private void OnExit(object? sender, EventArgs e) => End();

    private void End()
    {
        lock (Starting)
        {
            s_isEnding = true;
            Kill();
        }
    }
}
