using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

/// <summary>What other programs of the machine can see of a running application.</summary>
public sealed record Surroundings
{
    public required IReadOnlyList<RunningProcess> Processes { get; init; }

    /// <summary>The ports of ingress, dialog, completion and the cache.</summary>
    public required IReadOnlyList<int> Ports { get; init; }

    /// <summary>Where the processes listen.</summary>
    public required IReadOnlyList<IPEndPoint> Listeners { get; init; }

    /// <summary>What each service responds to a caller that has its key: metrics, health, and problem details for malformed requests.</summary>
    public required IReadOnlyList<string> ResponsesWithKey { get; init; }

    /// <summary>The same for a caller without the key.</summary>
    public required IReadOnlyList<string> ResponsesWithoutKey { get; init; }

    /// <summary>What the cache responds to a command inside an HTTP request. Redis closes the connection at the word POST.</summary>
    public required string CacheResponse { get; init; }

    /// <param name="application">The application.</param>
    /// <param name="ports">The ports of ingress, dialog, completion and the cache.</param>
    /// <param name="serviceKey">The key of the services.</param>
    public static async Task<Surroundings> LookAsync(Application application, IReadOnlyList<int> ports, string serviceKey)
    {
        var cacheResponse = await SendCommandInHttpRequestAsync(completion: ports[2], cache: ports[3]);
        var processes = application.Processes();
        var services = ports.Take(3).Select(port => new Uri($"http://127.0.0.1:{port}")).ToList();
        return new()
        {
            Processes = processes,
            Ports = ports,
            Listeners = [.. processes.SelectMany(process => ListenersOf(process.Id))],
            ResponsesWithKey = await Task.WhenAll(services.Select(service => SeeAsync(service, serviceKey))),
            ResponsesWithoutKey = await Task.WhenAll(services.Select(service => SeeAsync(service, key: null))),
            CacheResponse = cacheResponse,
        };
    }

    /// <summary>Some process needs the secret. No other than these, and those that started them, is handed it.</summary>
    public void AssertOnlyIn(string secret, params string[] programs)
    {
        var holders = Processes.Where(process => process.Environment.Contains(secret, StringComparison.Ordinal)).Select(process => process.CommandLine).ToList();
        Assert.NotEmpty(holders);
        Assert.All(holders, holder => Assert.Contains(programs, program => holder.Contains(program, StringComparison.Ordinal)));
    }

    private static async Task<string> SendCommandInHttpRequestAsync(int completion, int cache)
    {
        using var http = new HttpClient();
        await Eventually.HoldsAsync(
            async () => await http.GetStringAsync($"http://127.0.0.1:{completion}/health") == "Healthy", "completion has authenticated itself to the cache");

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, cache);
        var stream = client.GetStream();
        await stream.WriteAsync("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n*3\r\n$3\r\nSET\r\n$7\r\nplanted\r\n$1\r\n1\r\n"u8.ToArray());
        client.Client.Shutdown(SocketShutdown.Send);
        using var answers = new StreamReader(stream);
        try
        {
            return await answers.ReadToEndAsync().WaitAsync(Eventually.Limit);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<string> SeeAsync(Uri service, string? key)
    {
        using var http = new HttpClient { BaseAddress = service };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        var seen = new StringBuilder();
        foreach (var path in (string[])["/metrics", "/health", "/alive", "/nowhere"])
            await ReadAsync(await http.GetAsync(path));
        foreach (var path in (string[])["/messages", "/presses", "/completions", "/transcriptions", "/bots/110201543/files/nothing"])
        {
            using var nonsense = new StringContent("""{"bot":{"id":"x"}}""", Encoding.UTF8, "application/json");
            await ReadAsync(await http.PostAsync(path, nonsense));
            await ReadAsync(await http.GetAsync(path));
        }

        return seen.ToString();

        async Task ReadAsync(HttpResponseMessage response)
        {
            using (response)
                seen.AppendLine(response.Headers.ToString()).AppendLine(await response.Content.ReadAsStringAsync());
        }
    }

    /// <summary>
    /// The addresses at which a process listens, by its open sockets:
    /// <c>0: 0100007F:13EC 00000000:0000 0A … 123456</c> is 127.0.0.1:5100, state LISTEN, inode 123456.
    /// </summary>
    private static IEnumerable<IPEndPoint> ListenersOf(int process)
    {
        HashSet<string> sockets;
        string[] lines;
        try
        {
            sockets = [.. Directory.EnumerateFiles($"/proc/{process}/fd").Select(file => new FileInfo(file).LinkTarget ?? "").Where(link => link.StartsWith("socket:", StringComparison.Ordinal))];
            lines = [.. File.ReadLines($"/proc/{process}/net/tcp").Skip(1), .. File.ReadLines($"/proc/{process}/net/tcp6").Skip(1)];
        }
        catch (IOException)
        {
            // The process has ended.
            yield break;
        }

        foreach (var line in lines)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[3] == "0A" && sockets.Contains($"socket:[{words[9]}]"))
                yield return Parse(words[1]);
        }
    }

    /// <summary>Each group of four bytes is in the machine's byte order, which is the reverse of the network's.</summary>
    private static IPEndPoint Parse(string address)
    {
        var (host, port) = (address.Split(':')[0], address.Split(':')[1]);
        var bytes = Convert.FromHexString(host);
        for (var group = 0; group < bytes.Length; group += 4)
            Array.Reverse(bytes, group, 4);
        var ip = new IPAddress(bytes);
        return new IPEndPoint(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip, int.Parse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
