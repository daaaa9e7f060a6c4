using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WisdomWave.ServiceDefaults.Startup;

/// <summary>Finds a port for a server that needs a number and cannot bind to port 0.</summary>
public static class FreePort
{
    private const int Tries = 100;
    private const int MostReservations = 64;

    /// <summary>
    /// UDP ports with the numbers of the newest ports, bound until the process ends. Nobody uses them: they keep processes that start at the
    /// same time from choosing the same port, which is free until its server has started.
    /// </summary>
    private static readonly ConcurrentQueue<Socket> Reservations = [];

    /// <summary>A loopback port that no program listens on, and that no other process gets from this method.</summary>
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
    /// <exception cref="SocketException">A hundred random ports were in use or reserved.</exception>
    public static TcpListener Hold(int first = 20_000, int last = 29_999)
    {
        for (var attempt = 1; ; attempt++)
        {
            var address = new IPEndPoint(IPAddress.Loopback, Random.Shared.Next(first, last + 1));
            var reservation = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            var listener = new TcpListener(address);
            try
            {
                reservation.Bind(address);
                listener.Start();
                Keep(reservation);
                return listener;
            }
            catch (SocketException)
            {
                reservation.Dispose();
                listener.Dispose();
                if (attempt == Tries)
                    throw;
            }
        }
    }

    private static void Keep(Socket reservation)
    {
        Reservations.Enqueue(reservation);
        while (Reservations.Count > MostReservations && Reservations.TryDequeue(out var oldest))
            oldest.Dispose();
    }
}
