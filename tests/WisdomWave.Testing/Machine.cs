namespace WisdomWave.Testing;

/// <summary>What this machine has for a test.</summary>
public static class Machine
{
    /// <summary>A port of loopback on which nobody listens now.</summary>
    public static int FreePort() => ServiceDefaults.Startup.FreePort.OnLoopback();

    /// <summary>As many, each another.</summary>
    public static int[] FreePorts(int count)
    {
        var ports = new HashSet<int>();
        while (ports.Count < count)
            ports.Add(FreePort());
        return [.. ports];
    }

    /// <summary>Whether such a program can be started by its name.</summary>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
