using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WisdomWave.Testing.Proxies;

/// <summary>
/// A proxy on loopback for HTTP (CONNECT, and absolute addresses for http) and SOCKS5. It resolves the names that a test gives it and
/// records the requests.
/// </summary>
public sealed class ProxyServer : IAsyncDisposable
{
    private const byte Socks5 = 5;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;
    private readonly NetworkCredential? _credentials;

    /// <param name="credentials">The required credentials, or null.</param>
    public ProxyServer(NetworkCredential? credentials = null)
    {
        _credentials = credentials;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Host names that only this proxy resolves.</summary>
    public ConcurrentDictionary<string, Uri> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary><c>CONNECT host:port</c>, <c>GET http://host:port/path</c>, <c>SOCKS5 host:port</c>; one for each connection that it accepted.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Everything that passed through in clear text.</summary>
    public ConcurrentQueue<string> Read { get; } = [];

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The proxy as an operator sets it, for example with the scheme <c>socks5</c>.</summary>
    public string Setting(string scheme) => _credentials is null
        ? $"{scheme}://127.0.0.1:{Port}"
        : $"{scheme}://{Uri.EscapeDataString(_credentials.UserName)}:{Uri.EscapeDataString(_credentials.Password)}@127.0.0.1:{Port}";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            _connections.Add(ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var first = new byte[1];
                await stream.ReadExactlyAsync(first, _end.Token);
                await (first[0] == Socks5 ? ServeSocksAsync(stream) : ServeHttpAsync(stream, (char)first[0]));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One of the two sides has closed.
            }
        }
    }

    private async Task ServeHttpAsync(NetworkStream client, char first)
    {
        var head = new StringBuilder().Append(first);
        var next = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await client.ReadExactlyAsync(next, _end.Token);
            head.Append((char)next[0]);
        }

        var text = head.ToString();
        if (_credentials is not null && !text.Contains($"Proxy-Authorization: Basic {Basic(_credentials)}", StringComparison.OrdinalIgnoreCase))
        {
            await client.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _end.Token);
            return;
        }

        var line = text[..text.IndexOf('\r', StringComparison.Ordinal)].Split(' ');
        Asked.Enqueue($"{line[0]} {line[1]}");
        var isTunnel = line[0] == "CONNECT";
        var destination = new Uri(isTunnel ? "http://" + line[1] : line[1]);
        using var server = await ConnectAsync(destination.Host, destination.Port);
        if (isTunnel)
            await client.WriteAsync("HTTP/1.1 200 Connection Established\r\n\r\n"u8.ToArray(), _end.Token);
        else
            await server.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), _end.Token);
        await PassAsync(client, server.GetStream());
    }

    // RFC 1928 and, for user name and password, RFC 1929.
    private async Task ServeSocksAsync(NetworkStream client)
    {
        var methods = await ReadAsync(client, (await ReadAsync(client, 1))[0]);
        var method = _credentials is null ? (byte)0 : (byte)2;
        if (!methods.Contains(method))
        {
            await client.WriteAsync(new byte[] { Socks5, 0xFF }, _end.Token);
            return;
        }

        await client.WriteAsync(new byte[] { Socks5, method }, _end.Token);
        if (_credentials is not null)
        {
            await ReadAsync(client, 1);
            var user = await ReadTextAsync(client);
            var password = await ReadTextAsync(client);
            var isKnown = (user, password) == (_credentials.UserName, _credentials.Password);
            await client.WriteAsync(new byte[] { 1, isKnown ? (byte)0 : (byte)1 }, _end.Token);
            if (!isKnown)
                return;
        }

        var kind = (await ReadAsync(client, 4))[3];
        var host = kind switch
        {
            1 => new IPAddress(await ReadAsync(client, 4)).ToString(),
            4 => new IPAddress(await ReadAsync(client, 16)).ToString(),
            _ => await ReadTextAsync(client),
        };
        var port = await ReadAsync(client, 2);
        var number = (port[0] << 8) | port[1];
        Asked.Enqueue($"SOCKS5 {host}:{number}");
        using var server = await ConnectAsync(host, number);
        await client.WriteAsync(new byte[] { Socks5, 0, 0, 1, 0, 0, 0, 0, 0, 0 }, _end.Token);
        await PassAsync(client, server.GetStream());
    }

    private async Task<TcpClient> ConnectAsync(string host, int port)
    {
        var server = new TcpClient();
        if (Names.TryGetValue(host, out var known))
            await server.ConnectAsync(known.Host, known.Port, _end.Token);
        else
            await server.ConnectAsync(host, port, _end.Token);
        return server;
    }

    private async Task PassAsync(NetworkStream client, NetworkStream server) => await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, _end.Token)) > 0;)
        {
            Read.Enqueue(Encoding.Latin1.GetString(buffer, 0, read));
            await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }

    private async Task<byte[]> ReadAsync(NetworkStream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, _end.Token);
        return bytes;
    }

    private async Task<string> ReadTextAsync(NetworkStream stream) => Encoding.UTF8.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0]));

    private static string Basic(NetworkCredential credentials) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.UserName}:{credentials.Password}"));
}
