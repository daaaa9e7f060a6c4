namespace WisdomWave.Testing;

/// <summary>Resources of this machine for a test.</summary>
public static class Machine
{
    /// <summary>A loopback port on which nobody listens.</summary>
    public static int FreePort() => ServiceDefaults.Startup.FreePort.OnLoopback();

    /// <summary>Different free ports.</summary>
    public static int[] FreePorts(int count)
    {
        var ports = new HashSet<int>();
        while (ports.Count < count)
            ports.Add(FreePort());
        return [.. ports];
    }

    /// <summary>Whether the program is on the PATH.</summary>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
