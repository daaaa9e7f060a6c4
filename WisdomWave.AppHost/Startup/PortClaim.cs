using System.Net;
using System.Net.Sockets;
using WisdomWave.AppHost.Configuration;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.AppHost.Startup;

/// <summary>
/// Holds every chosen port until all are chosen, so that no two resources get the same one, and then releases them. It holds a port on
/// both 127.0.0.1 and ::1, because services listen on both.
/// </summary>
internal sealed class PortClaim(List<string> problems) : IDisposable
{
    private const int Tries = 100;

    private readonly List<TcpListener> _held = [];

    /// <summary>Claims the port, or a free one for 0. Adds a problem if the port is in use.</summary>
    public int Take(int port, string owner)
    {
        try
        {
            return port == 0 ? TakeFree() : Hold(new TcpListener(IPAddress.Loopback, port));
        }
        catch (SocketException)
        {
            problems.Add($"Port {port} for {owner.ToLowerInvariant()} is in use; free it, or set {Ports.Section}__{owner} to another port, or to 0 for a free port.");
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
                // It is free on 127.0.0.1, but not on ::1.
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
            // This machine has no IPv6.
        }

        return port;
    }
}
