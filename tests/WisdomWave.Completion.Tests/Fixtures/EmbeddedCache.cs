using System.Net.Sockets;
using Garnet;
using StackExchange.Redis;
using WisdomWave.Testing;

namespace WisdomWave.Completion.Tests.Fixtures;

/// <summary>The cache of a machine without Redis, in this process.</summary>
internal sealed class EmbeddedCache : IAsyncDisposable
{
    private readonly GarnetServer _server;
    private readonly ConnectionMultiplexer _connection;

    private EmbeddedCache(GarnetServer server, ConnectionMultiplexer connection, string address) => (_server, _connection, Address) = (server, connection, address);

    public string Address { get; }

    public IDatabase Database => _connection.GetDatabase();

    public IEnumerable<string> Keys => _connection.GetServers()[0].Keys().Select(key => key.ToString());

    public static async Task<EmbeddedCache> StartAsync()
    {
        for (var tries = 1; ; tries++)
        {
            var port = Machine.FreePort();
            GarnetServer? server = null;
            try
            {
                server = new GarnetServer(["--bind", "127.0.0.1", "--port", $"{port}", "--memory", "64m", "--page", "1m", "--index", "8m", "--logger-level", "Warning"]);
                server.Start();
            }
            // Another program has taken the port in the meantime.
            catch (SocketException) when (tries < 5)
            {
                server?.Dispose();
                continue;
            }

            var address = $"127.0.0.1:{port}";
            return new(server, await ConnectionMultiplexer.ConnectAsync($"{address},connectTimeout=180000,asyncTimeout=180000,syncTimeout=180000"), address);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _server.Dispose();
    }
}
