using System.Net;
using System.Net.Sockets;

namespace WisdomWave.Testing;

/// <summary>What this machine has for a test.</summary>
public static class Machine
{
    /// <summary>A port of loopback on which nobody listens now.</summary>
    public static int FreePort() => FreePorts(1)[0];

    /// <summary>As many, each another.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    /// <summary>Whether such a program can be started by its name.</summary>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
