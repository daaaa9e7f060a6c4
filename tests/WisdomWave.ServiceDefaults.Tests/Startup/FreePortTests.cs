using System.Net;
using System.Net.Sockets;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Tests.Startup;

public sealed class FreePortTests
{
    [Fact]
    public void AFreePortCanBeBoundAndIsBelowTheOutgoingRange()
    {
        var port = FreePort.OnLoopback();

        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        Assert.InRange(port, 20_000, 29_999);
    }

    [Fact]
    public void APortIsGivenOutOnceAlthoughNobodyHasBoundIt()
    {
        var port = FreePort.OnLoopback();

        Assert.Throws<SocketException>(() => FreePort.OnLoopback(port, port));
    }
}
