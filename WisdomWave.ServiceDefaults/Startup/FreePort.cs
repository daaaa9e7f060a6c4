using System.Net;
using System.Net.Sockets;

namespace WisdomWave.ServiceDefaults.Startup;

/// <summary>For those who must be told a port and cannot be told 0.</summary>
public static class FreePort
{
    private const int Tries = 100;

    /// <summary>A port of loopback on which nobody listens. It is not held: who gets it should listen soon.</summary>
    /// <inheritdoc cref="Hold"/>
    public static int OnLoopback(int first = 20_000, int last = 29_999)
    {
        using var held = Hold(first, last);
        return ((IPEndPoint)held.LocalEndpoint).Port;
    }

    /// <summary>
    /// Listens on a port of loopback that was free. Below 32768, because from there on (others than Linux: 49152) systems give ports to
    /// outgoing connections, and what is let go of may be taken a moment later.
    /// </summary>
    /// <param name="first">From 1024; whoever takes a port long before it is listened on has a range of its own.</param>
    /// <param name="last">To 32767.</param>
    /// <exception cref="SocketException">A hundred of them were taken.</exception>
    public static TcpListener Hold(int first = 20_000, int last = 29_999)
    {
        for (var attempt = 1; ; attempt++)
        {
            var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(first, last + 1));
            try
            {
                listener.Start();
                return listener;
            }
            catch (SocketException)
            {
                listener.Dispose();
                if (attempt == Tries)
                    throw;
            }
        }
    }
}
