using System.Diagnostics;
using System.Globalization;

namespace WisdomWave.Load.Processes;

/// <summary>The resources that one process has used.</summary>
/// <param name="Cpu">Processor time since its start, in user and kernel mode.</param>
/// <param name="Resident">Bytes in memory now.</param>
/// <param name="PeakResident">The most bytes in memory since its start.</param>
/// <param name="Proportional">Bytes, with shared pages divided among their processes (PSS); null where the system does not report it.</param>
/// <param name="Written">Bytes written to disks; null where the system does not report it.</param>
internal sealed record ProcessSample(TimeSpan Cpu, long Resident, long PeakResident, long? Proportional, long? Written)
{
    public static ProcessSample Of(Process process)
    {
        process.Refresh();
        return new(
            process.TotalProcessorTime,
            process.WorkingSet64,
            process.PeakWorkingSet64,
            // Pss:               73000 kB
            1024 * Field($"/proc/{process.Id}/smaps_rollup", "Pss:"),
            // write_bytes: 4096
            Field($"/proc/{process.Id}/io", "write_bytes:"));
    }

    private static long? Field(string file, string name)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? null : long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
