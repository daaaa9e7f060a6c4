using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Aspire.Hosting.Running;

internal static class Signal
{
    private const int SigKill = 9;
    private const int SigTerm = 15;

    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
            Kill(process);
        else if (!process.HasExited)
            _ = Send(process.Id, SigTerm);
    }

    public static void Kill(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill(entireProcessTree: true);
            return;
        }

        // What it started and left (its process group, where it leads one), then itself.
        _ = Send(-process.Id, SigKill);
        if (!process.HasExited)
            _ = Send(process.Id, SigKill);
    }

    // .NET can kill but not ask.
    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int processId, int signal);
}
