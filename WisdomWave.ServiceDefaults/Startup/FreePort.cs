using System.Net;
using System.Net.Sockets;

namespace WisdomWave.ServiceDefaults.Startup;

/// <summary>For those who must be told a port and cannot be told 0.</summary>
public static class FreePort
{
    /// <summary>
    /// Below those that systems give to outgoing connections and to who asks for port 0 (Linux from 32768, others from 49152): there a port
    /// that is free now may be taken a moment later, by anybody.
    /// </summary>
    private const int End = 32_768;

    private const int Start = 20_000;
    private const int Tries = 100;

    /// <summary>A port of loopback on which nobody listens, from 20000 to 32767. It is not held: who gets it should listen soon.</summary>
    /// <exception cref="SocketException">A hundred of them were taken.</exception>
    public static int OnLoopback()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = Random.Shared.Next(Start, End);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (attempt < Tries)
            {
            }
        }
    }
}
