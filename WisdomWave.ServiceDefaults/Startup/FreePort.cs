using System.Net;
using System.Net.Sockets;

namespace WisdomWave.ServiceDefaults.Startup;

/// <summary>Finds a port for a server that needs a number and cannot bind to port 0.</summary>
public static class FreePort
{
    private const int Tries = 100;

    /// <summary>A loopback port that no program listens on. It is not reserved, so bind to it soon.</summary>
    /// <inheritdoc cref="Hold"/>
    public static int OnLoopback(int first = 20_000, int last = 29_999)
    {
        using var held = Hold(first, last);
        return ((IPEndPoint)held.LocalEndpoint).Port;
    }

    /// <summary>
    /// Listens on a free loopback port. The range stays below 32768, because systems assign higher ports (other than Linux: from 49152) to
    /// outgoing connections, so a released port could be taken a moment later.
    /// </summary>
    /// <param name="first">At least 1024. Choose a separate range for a port that will be bound only much later.</param>
    /// <param name="last">At most 32767.</param>
    /// <exception cref="SocketException">A hundred random ports were in use.</exception>
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
