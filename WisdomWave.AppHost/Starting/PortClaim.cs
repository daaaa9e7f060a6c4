using System.Net;
using System.Net.Sockets;
using WisdomWave.AppHost.Configuration;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.AppHost.Starting;

/// <summary>
/// Holds every port at once until all are chosen, so that no two get the same, then lets them go for their owners. A port is held on
/// 127.0.0.1 and on ::1, because services listen on both.
/// </summary>
internal sealed class PortClaim(List<string> problems) : IDisposable
{
    private const int Tries = 100;

    private readonly List<TcpListener> _held = [];

    /// <summary>The port itself, or a free one for 0; a taken one is a problem.</summary>
    public int Take(int port, string owner)
    {
        try
        {
            return port == 0 ? TakeFree() : Hold(new TcpListener(IPAddress.Loopback, port));
        }
        catch (SocketException)
        {
            problems.Add($"Port {port} for {owner.ToLowerInvariant()} is in use; free it, or set {Ports.Section}__{owner} to another port or to 0 for a free one.");
            return port;
        }
    }

    public void Dispose() => _held.ForEach(listener => listener.Dispose());

    private int TakeFree()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Hold(FreePort.Hold());
            }
            catch (SocketException) when (attempt < Tries)
            {
                // Free on 127.0.0.1 only.
            }
        }
    }

    private int Hold(TcpListener loopback)
    {
        _held.Add(loopback);
        loopback.Start();
        var port = ((IPEndPoint)loopback.LocalEndpoint).Port;

        var loopback6 = new TcpListener(IPAddress.IPv6Loopback, port);
        _held.Add(loopback6);
        try
        {
            loopback6.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode != SocketError.AddressAlreadyInUse)
        {
            // This machine has no IPv6, so nobody listens there.
        }

        return port;
    }
}
