using System.Net;
using System.Net.Sockets;

namespace WisdomWave.AppHost.Tests;

public sealed class StartChecksTests
{
    private static readonly Ports AllFree = new() { Dashboard = 0, Playground = 0, Ingress = 0, Dialog = 0, Completion = 0, Prometheus = 0, Grafana = 0 };

    [Fact]
    public void ABusyPortIsNamedWithItsOwnerAndItsKey()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (_, problems) = Claim(Given.Nothing with { Ports = AllFree with { Dialog = port } });
        Assert.Equal([$"Port {port} for dialog is in use; free it, or set Ports__Dialog to another port or to 0 for a free one."], problems);
    }

    [Fact]
    public void AFolderOfFilesThatIsNotThereIsNamed()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"wisdomwave-{Guid.NewGuid():N}");
        var (_, problems) = Claim(Given.Nothing with { Ports = AllFree, TelegramFilesDirectory = folder });
        Assert.Equal(
            [$"The folder {folder} of TELEGRAM_FILES_DIR does not exist on this machine; set it to the folder of your Bot API server's files, for example /var/lib/telegram-bot-api, or mount that folder there if the server runs in a container."],
            problems);
    }

    /// <summary>Services listen on "localhost", which is both addresses.</summary>
    [Fact]
    public void APortThatIsTakenOnTheIPv6LoopbackOnlyIsBusyToo()
    {
        using var other = new TcpListener(IPAddress.IPv6Loopback, 0);
        try
        {
            other.Start();
        }
        catch (SocketException)
        {
            Assert.Skip("This machine has no ::1; run this test where IPv6 is on.");
        }

        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (_, problems) = Claim(Given.Nothing with { Ports = AllFree with { Dialog = port } });
        Assert.Equal([$"Port {port} for dialog is in use; free it, or set Ports__Dialog to another port or to 0 for a free one."], problems);
    }

    [Fact]
    public void APortThatNobodyWillUseMayBeBusy()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (_, problems) = Claim(Given.TokenAndKey with { Ports = AllFree with { Playground = port, Prometheus = port, Grafana = port } });
        Assert.Empty(problems);
    }

    [Fact]
    public void EachZeroBecomesAPortOfItsOwn()
    {
        var ports = Claim(Given.Nothing with { Ports = AllFree }).Settings.Ports;
        int[] chosen = [ports.Dashboard, ports.Playground, ports.Ingress, ports.Dialog, ports.Completion, ports.Cache];
        Assert.DoesNotContain(0, chosen);
        Assert.Distinct(chosen);
    }

    [Fact]
    public void ADataDirectoryThatCannotBeWrittenIsNamed()
    {
        var file = Path.GetTempFileName();
        var directory = Path.Combine(file, "data");
        var example = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "wisdomwave");

        var (_, problems) = Claim(Given.Nothing with { Ports = AllFree, DataDirectory = directory });
        Assert.Equal([$"The data directory {directory} cannot be written; set WISDOMWAVE_DATA_DIR to one that can, for example {example}."], problems);
        File.Delete(file);
    }

    private static (Settings Settings, List<string> Problems) Claim(Settings settings)
    {
        var problems = new List<string>();
        return (StartChecks.Claim(settings, Given.BareMachine, problems), problems);
    }
}
