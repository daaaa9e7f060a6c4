using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using WisdomWave.Testing;

namespace WisdomWave.Completion.Tests.Fixtures;

/// <summary>A redis-server process on a free port.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly int _port;
    private Process _process;
    private ConnectionMultiplexer? _connection;

    private RedisServer(int port)
    {
        _port = port;
        _process = Run(port);
    }

    public string ConnectionString => $"127.0.0.1:{_port}";

    public IDatabase Database => _connection!.GetDatabase();

    public static async Task<RedisServer> StartAsync()
    {
        Assert.SkipUnless(Machine.Has("redis-server"), "redis-server is not on the PATH: apt-get install redis-server");
        var server = new RedisServer(Machine.FreePort());
        await server.ConnectAsync();
        return server;
    }

    /// <summary>An address without a server.</summary>
    public static string Nowhere() => $"127.0.0.1:{Machine.FreePort()}";

    public async Task StopAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task StartAgainAsync()
    {
        _process = Run(_port);
        await ConnectAsync();
    }

    /// <summary>Makes the server accept connections but answer no command for this time.</summary>
    public Task HangAsync(TimeSpan time) => Database.ExecuteAsync("CLIENT", "PAUSE", (int)time.TotalMilliseconds, "ALL");

    /// <summary>The keys without those of leases, once there are at least this many: answers are stored in the background.</summary>
    public async Task<RedisKey[]> KeysAsync(int atLeast)
    {
        RedisKey[] keys = [];
        await Eventually.HoldsAsync(
            () =>
            {
                keys = [.. _connection!.GetServers()[0].Keys().Where(key => !key.ToString().EndsWith(":lease", StringComparison.Ordinal))];
                return Task.FromResult(keys.Length >= atLeast);
            },
            () => $"Redis has {atLeast} keys; it has {keys.Length}");
        return keys;
    }

    /// <summary>The key of the only question family, once it has this many questions: they are stored in the background.</summary>
    public async Task<RedisKey> QuestionFamilyAsync(int questions)
    {
        RedisKey[] families = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                families = [.. (await KeysAsync(atLeast: 2)).Where(key => key.ToString().StartsWith("wisdomwave:questions:1:", StringComparison.Ordinal))];
                return families is [var family] && await Database.SortedSetLengthAsync(family) == questions;
            },
            () => $"one family has {questions} questions; there are {families.Length} families");
        return families[0];
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        if (!_process.HasExited)
            await StopAsync();
        _process.Dispose();
    }

    private async Task ConnectAsync()
    {
        // Connecting too early would make the client wait seconds for its next attempt.
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    using var probe = new TcpClient();
                    await probe.ConnectAsync(IPAddress.Loopback, _port);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            "redis-server accepts connections");

        _connection ??= await ConnectionMultiplexer.ConnectAsync(ConnectionString + ",allowAdmin=true");
    }

    private static Process Run(int port)
    {
        string[] settings = ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--logfile", "/dev/null"];
        return Process.Start("redis-server", settings);
    }
}
