using System.Runtime.InteropServices;

namespace WisdomWave.Dialog.Attachments.Documents.Processes;

/// <summary>Limits that a reading process sets for itself on Unix.</summary>
internal static class ProcessLimits
{
    // Constants from <sys/resource.h> on Linux and macOS.
    private const int CpuTime = 0, CoreSize = 4;

    /// <summary>Makes the kernel kill this process first when memory runs out, instead of dialog or Redis.</summary>
    public static void PreferToBeKilled()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Optional: /proc may be missing or read-only.
        }
    }

    /// <summary>Disables core dumps and limits CPU time.</summary>
    public static void Set(int cpuSeconds)
    {
        if (OperatingSystem.IsWindows())
            return;

        // A core file would contain the document.
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
