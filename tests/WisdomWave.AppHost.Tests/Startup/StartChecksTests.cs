using System.Net;
using System.Net.Sockets;

namespace WisdomWave.AppHost.Tests.Startup;

public sealed class StartChecksTests
{
    private static readonly Ports AllFree = new() { Dashboard = 0, Boards = 0, Playground = 0, Ingress = 0, Dialog = 0, Completion = 0, Prometheus = 0, Grafana = 0 };

    [Fact]
    public void APortInUseIsReportedWithItsOwnerAndItsSetting()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (_, problems) = Claim(TestSettings.Empty with { Ports = AllFree with { Dialog = port } });
        Assert.Equal([$"Port {port} for dialog is in use; free it, or set Ports__Dialog to another port, or to 0 for a free port."], problems);
    }

    [Fact]
    public void AMissingFilesDirectoryIsReported()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"wisdomwave-{Guid.NewGuid():N}");
        var (_, problems) = Claim(TestSettings.Empty with { Ports = AllFree, TelegramFilesDirectory = folder });
        Assert.Equal(
            [$"The directory {folder} of TELEGRAM_FILES_DIR does not exist on this machine; set it to the directory of your Bot API server's files, for example /var/lib/telegram-bot-api, or mount that directory there if the server runs in a container."],
            problems);
    }

    /// <summary>Services listen on "localhost", which means both loopback addresses.</summary>
    [Fact]
    public void APortInUseOnlyOnTheIPv6LoopbackIsReported()
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

        var (_, problems) = Claim(TestSettings.Empty with { Ports = AllFree with { Dialog = port } });
        Assert.Equal([$"Port {port} for dialog is in use; free it, or set Ports__Dialog to another port, or to 0 for a free port."], problems);
    }

    [Fact]
    public void APortThatIsNotNeededMayBeInUse()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (_, problems) = Claim(TestSettings.TokenAndKey with { Ports = AllFree with { Playground = port, Prometheus = port, Grafana = port } });
        Assert.Empty(problems);
    }

    [Fact]
    public void EachZeroBecomesADifferentPort()
    {
        var ports = Claim(TestSettings.Empty with { Ports = AllFree }).Settings.Ports;
        int[] chosen = [ports.Dashboard, ports.Boards, ports.Playground, ports.Ingress, ports.Dialog, ports.Completion, ports.Cache];
        Assert.DoesNotContain(0, chosen);
        Assert.Distinct(chosen);
    }

    [Fact]
    public void AReadOnlyDataDirectoryIsReported()
    {
        var file = Path.GetTempFileName();
        var directory = Path.Combine(file, "data");
        var example = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "wisdomwave");

        var (_, problems) = Claim(TestSettings.Empty with { Ports = AllFree, DataDirectory = directory });
        Assert.Equal([$"The data directory {directory} is not writable; set WISDOMWAVE_DATA_DIR to a writable one, for example {example}."], problems);
        File.Delete(file);
    }

    private static (Settings Settings, List<string> Problems) Claim(Settings settings)
    {
        var problems = new List<string>();
        return (StartChecks.Claim(settings, TestSettings.BareMachine, problems), problems);
    }
}
