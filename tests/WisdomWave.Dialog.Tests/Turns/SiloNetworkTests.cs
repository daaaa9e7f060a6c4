using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace WisdomWave.Dialog.Tests.Turns;

public sealed class SiloNetworkTests
{
    private const string Listening = "0A";

    [Fact]
    public async Task TheSiloListensOnNoPort()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It looks into /proc: run it on Linux.");
        await using var dialog = await DialogService.StartAsync();

        var ports = ListeningPorts();

        Assert.Contains(dialog.Http.BaseAddress!.Port, ports);
        Assert.DoesNotContain(dialog.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.Endpoint.Port, ports);
    }

    /// <summary>The ports on which this process listens.</summary>
    private static List<int> ListeningPorts()
    {
        var own = Directory.EnumerateFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget).ToHashSet();

        // "  0: 0100007F:8AE1 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 …"
        return
        [
            .. File.ReadLines("/proc/self/net/tcp").Skip(1)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[3] == Listening && own.Contains($"socket:[{fields[9]}]"))
                .Select(fields => int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
        ];
    }
}
