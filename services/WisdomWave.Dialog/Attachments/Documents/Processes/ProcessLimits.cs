using System.Runtime.InteropServices;

namespace WisdomWave.Dialog.Attachments.Documents.Processes;

/// <summary>What a reading process asks of the kernel for itself, where it is a Unix.</summary>
internal static class ProcessLimits
{
    // <sys/resource.h> of Linux and macOS.
    private const int CpuTime = 0, CoreSize = 4;

    /// <summary>Not dialog or Redis: when memory runs out, the kernel is to take this process.</summary>
    public static void PreferToBeKilled()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without /proc it does without.
        }
    }

    /// <param name="cpuSeconds">The kernel ends the process beyond them.</param>
    public static void Set(int cpuSeconds)
    {
        if (OperatingSystem.IsWindows())
            return;

        // A core file would hold the document.
        _ = SetLimit(CoreSize, new() { Soft = 0, Hard = 0 });
        _ = SetLimit(CpuTime, new() { Soft = (nuint)cpuSeconds, Hard = (nuint)cpuSeconds + 1 });
    }

    [DllImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, in ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
