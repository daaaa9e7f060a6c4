using System.Net;
using System.Net.Sockets;

namespace WisdomWave.Load.Outside;

/// <summary>Forwards all traffic between two processes and counts it.</summary>
internal sealed class Forwarder(LinkOptions link)
{
    private long _bytes;
    private long _events;

    public string Name => link.Name;

    public LinkTraffic Traffic => new(Interlocked.Read(ref _bytes), Interlocked.Read(ref _events));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, link.From);
        listener.Start();
        while (!cancellationToken.IsCancellationRequested)
            _ = ForwardAsync(await listener.AcceptTcpClientAsync(cancellationToken), cancellationToken);
    }

    private async Task ForwardAsync(TcpClient caller, CancellationToken cancellationToken)
    {
        using (caller)
        using (var called = new TcpClient())
        {
            try
            {
                (caller.NoDelay, called.NoDelay) = (true, true);
                await called.ConnectAsync(IPAddress.Loopback, link.To, cancellationToken);
                // When one side closes, both are closed: a service must notice that its caller is gone.
                await Task.WhenAny(CopyAsync(caller, called, cancellationToken), CopyAsync(called, caller, cancellationToken));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The callers notice it, too.
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                Interlocked.Add(ref _bytes, read);
                Interlocked.Add(ref _events, EventsIn(buffer.AsSpan(0, read)));
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side has closed the connection.
        }
    }

    // An event that is split by the end of a buffer is missed: one in thousands.
    private static int EventsIn(ReadOnlySpan<byte> bytes) => bytes.Count("data: "u8);
}
