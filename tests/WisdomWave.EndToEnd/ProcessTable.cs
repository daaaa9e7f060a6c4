using System.Globalization;
using System.Runtime.InteropServices;

namespace WisdomWave.EndToEnd;

/// <summary>The running processes, read from /proc. Linux only; empty on other systems.</summary>
internal static class ProcessTable
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    /// <summary>The reason to skip a test on other systems.</summary>
    public const string NeedsLinux = "Finds processes through /proc: run this test on Linux.";

    public static IReadOnlyList<RunningProcess> Read()
    {
        if (!OperatingSystem.IsLinux())
            return [];

        var running = new List<RunningProcess>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && TryRead(folder, id) is { } process)
                running.Add(process);
        }

        return running;
    }

    /// <summary>The program of a resource whose process may be <c>dotnet run</c>, which starts the program as its child.</summary>
    public static RunningProcess ProgramOf(int processId)
    {
        var all = Read();
        var process = all.Single(process => process.Id == processId);
        return process.IsDotnetRun ? all.Single(child => child.ParentId == processId) : process;
    }

    /// <summary>Does nothing if the process has ended.</summary>
    public static void Signal(int processId, int signal) => _ = Kill(processId, signal);

    /// <summary>Whether this process was started with SIGINT ignored; false where the system does not say.</summary>
    public static bool IgnoresSigInt()
    {
        // "SigIgn:	0000000000001006": one bit for each signal, SIGINT is the second.
        const string Field = "SigIgn:";
        return OperatingSystem.IsLinux()
            && File.ReadLines("/proc/self/status").First(line => line.StartsWith(Field, StringComparison.Ordinal)) is { } line
            && (ulong.Parse(line.AsSpan(Field.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 0b10) != 0;
    }

    private static RunningProcess? TryRead(string folder, int id)
    {
        try
        {
            // 4711 (WisdomWave.Dial) S 4433 … : after the name, which may hold spaces, come the state, the parent, and, as the 20th
            // field, the time of the start.
            var stat = File.ReadAllText($"{folder}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : new RunningProcess(
                id,
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                ulong.Parse(fields[19], CultureInfo.InvariantCulture),
                File.ReadAllText($"{folder}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries),
                File.ReadAllText($"{folder}/environ"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The process has ended, or belongs to another user.
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}

/// <summary>
/// One process. Process ids are reused; together with StartedAt, in clock ticks since the machine started, an id is unique. The
/// environment is empty for a program that writes its title there, such as redis-server.
/// </summary>
public sealed record RunningProcess(int Id, int ParentId, ulong StartedAt, IReadOnlyList<string> Arguments, string Environment)
{
    public string CommandLine => string.Join(' ', Arguments);

    public bool IsDotnetRun => Arguments is [var program, "run", ..] && Path.GetFileName(program) == "dotnet";

    /// <summary>Whether it is this program, started as its own executable or as <c>dotnet Program.dll</c>; not the <c>dotnet run</c> above it.</summary>
    public bool Runs(string program)
    {
        var names = Arguments.Select(Path.GetFileName).ToList();
        return names.Count > 0
            && (names[0] == program || (names[0] == "dotnet" && names.Find(name => name!.EndsWith(".dll", StringComparison.Ordinal)) == $"{program}.dll"));
    }
}
