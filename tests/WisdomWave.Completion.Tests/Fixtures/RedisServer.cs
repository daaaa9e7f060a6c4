using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using WisdomWave.Testing;

namespace WisdomWave.Completion.Tests.Fixtures;

/// <summary>A redis-server process on a free port.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    /// <summary>An address without a server: no program listens on the first port.</summary>
    public const string Nowhere = "127.0.0.1:1";

    /// <summary>A Redis that answers late on a busy machine must not change a test's result.</summary>
    private static readonly int FarTimeout = (int)Eventually.Limit.TotalMilliseconds;

    private int _port;
    private Process? _process;
    private ConnectionMultiplexer? _connection;

    private RedisServer()
    {
    }

    /// <summary>The address, with the timeout that the service sets by itself.</summary>
    public string Address => $"127.0.0.1:{_port}";

    public string ConnectionString => $"{Address},asyncTimeout={FarTimeout}";

    public IDatabase Database => _connection!.GetDatabase();

    public static async Task<RedisServer> StartAsync()
    {
        Assert.SkipUnless(Machine.Has("redis-server"), "redis-server is not on the PATH: apt-get install redis-server");
        var server = new RedisServer();
        await server.RunAsync(onNewPort: true);
        server._connection = await ConnectionMultiplexer.ConnectAsync(
            $"{server.ConnectionString},connectTimeout={FarTimeout},syncTimeout={FarTimeout},allowAdmin=true");
        return server;
    }

    public async Task StopAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public Task StartAgainAsync() => RunAsync(onNewPort: false);

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
        if (!_process!.HasExited)
            await StopAsync();
        _process.Dispose();
    }

    /// <summary>Starts the process until it answers: another program may take the port first, and then the process ends.</summary>
    private Task RunAsync(bool onNewPort) => Eventually.HoldsAsync(
        async () =>
        {
            if (_process is null or { HasExited: true })
            {
                _process?.Dispose();
                _port = onNewPort ? Machine.FreePort() : _port;
                _process = Process.Start("redis-server", ["--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--logfile", "/dev/null"]);
            }

            return await AnswersAsync();
        },
        "redis-server answers");

    /// <summary>Whether this process, and not another program, answers on the port.</summary>
    private async Task<bool> AnswersAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port, patience.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync("INFO server\r\nQUIT\r\n"u8.ToArray(), patience.Token);
            using var reader = new StreamReader(stream);
            return (await reader.ReadToEndAsync(patience.Token)).Contains($"process_id:{_process!.Id}\r\n", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
