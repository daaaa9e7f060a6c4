using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using WisdomWave.AppHost.Resources;
using WisdomWave.Testing;
using Own = WisdomWave.Testing.Machine;

namespace WisdomWave.AppHost.Tests.Resources;

/// <summary>The cache processes that the topology starts, without containers, reached as another program or a web page would.</summary>
public sealed class CacheAccessTests : IDisposable
{
    private const string Password = "0f8e61b2a4d94c1fb7e5f23d60c8a917";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-cache-").FullName;

    public static TheoryData<bool> BothPrograms => [true, false];

    [Theory]
    [MemberData(nameof(BothPrograms))]
    public async Task ACommandInAnHttpRequestIsNotRun(bool embedded)
    {
        var port = Own.FreePort();
        using var cache = await StartAsync(embedded, port);

        var body = RespPing.Command("SET", "planted", "by-a-page");
        var head = $"POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://page.example\r\nContent-Length: {body.Length}\r\n\r\n";
        await SendAsync(port, answers: null, Encoding.ASCII.GetBytes(head), body);

        Assert.Equal("+OK\r\n$-1\r\n", await SendAsync(port, answers: 2, RespPing.Command("AUTH", Password), RespPing.Command("GET", "planted")));
    }

    [Theory]
    [MemberData(nameof(BothPrograms))]
    public async Task OnlyThePasswordOpensTheCache(bool embedded)
    {
        var port = Own.FreePort();
        using var cache = await StartAsync(embedded, port);

        Assert.StartsWith("-NOAUTH", await SendAsync(port, answers: 1, RespPing.Command("SET", "key", "value")), StringComparison.Ordinal);
        Assert.StartsWith("-WRONGPASS", await SendAsync(port, answers: 1, RespPing.Command("AUTH", "another")), StringComparison.Ordinal);
        Assert.Equal("+OK\r\n+OK\r\n", await SendAsync(port, answers: 2, RespPing.Command("AUTH", Password), RespPing.Command("SET", "key", "value")));
    }

    [Fact]
    public async Task TheEmbeddedCacheDoesNotStartWithoutAPassword()
    {
        var run = await Command.RunAsync(
            ProgramFile.Of(new Projects.WisdomWave_Cache()).Path, [], new() { ["CACHE_PORT"] = $"{Own.FreePort()}", ["CACHE_PASSWORD"] = "" });

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("CACHE_PASSWORD is not set; a good value is the output of \"openssl rand -hex 32\".", run.Errors.Trim());
    }

    [Fact]
    public async Task AFileWithThePasswordCanBeReadByItsOwnerOnly()
    {
        var file = Path.Combine(_folder, "cache.conf");
        await File.WriteAllTextAsync(file, "of an earlier start, for everyone to read", Token);

        await OwnerFile.WriteAsync(file, "requirepass new\n", Token);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal("requirepass new\n", await File.ReadAllTextAsync(file, Token));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <returns>When the cache answers.</returns>
    private async Task<RunningCache> StartAsync(bool embedded, int port)
    {
        var portText = port.ToString(CultureInfo.InvariantCulture);
        ProcessStartInfo start;
        if (embedded)
        {
            start = new(ProgramFile.Of(new Projects.WisdomWave_Cache()).Path) { Environment = { ["CACHE_PORT"] = portText, ["CACHE_PASSWORD"] = Password } };
        }
        else
        {
            Assert.SkipUnless(Own.Has("redis-server"), "redis-server is not on the PATH: apt-get install redis-server");
            var model = TopologyModel.Of(TestSettings.Empty with { DataDirectory = _folder, Ports = new Ports { Cache = port } }, TestSettings.MachineWith("redis-server"));
            var arguments = await model.ArgumentsOf("cache");
            await OwnerFile.WriteAsync(arguments[0], $"requirepass {Password}\n", Token);
            start = new("redis-server", arguments) { RedirectStandardOutput = true };
        }

        var cache = new RunningCache(Process.Start(start)!);
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    return await SendAsync(port, answers: 2, RespPing.Command("AUTH", Password), RespPing.Command("PING")) == "+OK\r\n+PONG\r\n";
                }
                catch (Exception e) when (e is SocketException or IOException)
                {
                    return false;
                }
            },
            "the cache answers PING");
        return cache;
    }

    /// <param name="port">The cache's port.</param>
    /// <param name="answers">How many lines to read; null to read until the cache closes the connection.</param>
    /// <param name="parts">What to send.</param>
    private static async Task<string> SendAsync(int port, int? answers, params byte[][] parts)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, Token);
        var stream = client.GetStream();
        await stream.WriteAsync(parts.SelectMany(part => part).ToArray(), Token);
        if (answers is null)
            client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        var read = new StringBuilder();
        while (answers is null or > 0)
        {
            string? line;
            try
            {
                line = await reader.ReadLineAsync(Token).AsTask().WaitAsync(Eventually.Limit, Token);
            }
            catch (IOException) when (answers is null)
            {
                break;
            }

            if (line is null)
                break;
            read.Append(line).Append("\r\n");
            answers--;
        }

        return read.ToString();
    }

    private sealed class RunningCache(Process process) : IDisposable
    {
        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
