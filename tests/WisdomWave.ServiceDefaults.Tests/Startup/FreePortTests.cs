using System.Net;
using System.Net.Sockets;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Tests.Startup;

public sealed class FreePortTests
{
    [Fact]
    public void AFreePortCanBeBoundAndIsBelowTheOutgoingRange()
    {
        // Another program may take a port before it is bound here, but not five in a row.
        var port = Enumerable.Range(0, 5).Select(_ => FreePort.OnLoopback()).First(CanBeBound);

        Assert.InRange(port, 20_000, 29_999);
    }

    [Fact]
    public void APortIsGivenOutOnceAlthoughNobodyHasBoundIt()
    {
        var port = FreePort.OnLoopback();

        Assert.Throws<SocketException>(() => FreePort.OnLoopback(port, port));
    }

    private static bool CanBeBound(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
