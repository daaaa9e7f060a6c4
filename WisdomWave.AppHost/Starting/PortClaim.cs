using System.Net;
using System.Net.Sockets;
using WisdomWave.AppHost.Configuration;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.AppHost.Starting;

/// <summary>Holds every port at once until all are chosen, so that no two get the same, then lets them go for their owners.</summary>
internal sealed class PortClaim(List<string> problems) : IDisposable
{
    private readonly List<TcpListener> _held = [];

    /// <summary>The port itself, or a free one for 0; a taken one is a problem.</summary>
    public int Take(int port, string owner)
    {
        try
        {
            var listener = port == 0 ? FreePort.Hold() : new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            _held.Add(listener);
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            problems.Add($"Port {port} for {owner.ToLowerInvariant()} is in use; free it, or set {Ports.Section}__{owner} to another port or to 0 for a free one.");
            return port;
        }
    }

    public void Dispose() => _held.ForEach(listener => listener.Dispose());
}
