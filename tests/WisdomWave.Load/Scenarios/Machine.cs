using System.Globalization;
using System.Runtime.InteropServices;

namespace WisdomWave.Load.Scenarios;

/// <summary>The machine of a measurement.</summary>
internal static class Machine
{
    public static string Name => $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}";

    /// <summary>The load average over the last minute; 0 where the system does not report it.</summary>
    // 0.52 0.58 0.59 1/467 12345
    public static double Load => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : 0;
}
