using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

/// <summary>What other users of this machine or of its network could see of the running application.</summary>
[Collection(typeof(OwnApplications))]
public sealed partial class SecurityTests
{
    private const string Key = "sk-key-of-the-security-test";
    private const string OtherKey = "other-key-of-the-security-test";
    private const string ServiceKey = "service-key-of-the-security-test";

    /// <summary>Processes that must be among those checked.</summary>
    private static readonly string[] Programs =
        ["WisdomWave.AppHost", "WisdomWave.Ingress", "WisdomWave.Dialog", "WisdomWave.Completion", "Aspire.Dashboard", "dcp"];

    private static readonly string[] Logging = ["ingress", "dialog", "completion"];

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task NothingThatCanBeSeenHoldsASecretAndNothingListensBeyondLoopback()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);
        await using var outside = await PlaygroundServer.StartAsync(cancellationToken: Token);
        var folder = Directory.CreateTempSubdirectory("wisdomwave-security-").FullName;
        var ports = Machine.FreePorts(4);
        var settings = new Dictionary<string, string>
        {
            ["TELEGRAM_BOT_TOKEN"] = PlaygroundServer.BotToken,
            ["TELEGRAM_API_BASE_URL"] = outside.Address.ToString(),
            ["Access__Open"] = "true",
            ["OPENAI_API_KEY"] = Key,
            ["OPENAI_BASE_URL"] = outside.OpenAiAddress.ToString(),
            ["Models__0__Name"] = "other-model",
            ["Models__0__BaseUrl"] = outside.OpenAiAddress.ToString(),
            ["Models__0__ApiKey"] = OtherKey,
            ["WISDOMWAVE_SERVICE_KEY"] = ServiceKey,
            // The logs of the services are on the console too.
            ["WISDOMWAVE_VERBOSE"] = "true",
            ["Ports__Ingress"] = $"{ports[0]}",
            ["Ports__Dialog"] = $"{ports[1]}",
            ["Ports__Completion"] = $"{ports[2]}",
            ["Ports__Cache"] = $"{ports[3]}",
        };
        string cachePassword;
        await using (var application = await Application.StartAsync(folder, settings))
        {
            await outside.Ann.SayAsync("xylophonist", cancellationToken: Token);
            await outside.Ann.ReadAnswerAsync(message => message.Text?.EndsWith("or long 5.", StringComparison.Ordinal) == true, Token);
            await AssertCachesWithAPasswordAsync(ports[2], ports[3]);

            var processes = application.Processes();
            Assert.All(Programs, program => Assert.Contains(processes, process => process.Runs(program)));
            cachePassword = CachePassword().Match(string.Join('\n', processes.Select(process => process.Environment))).Groups["value"].Value;
            Assert.NotEmpty(cachePassword);
            AssertNoSecret(string.Join('\n', processes.Select(process => process.CommandLine)));
            Assert.All(processes, process => Assert.DoesNotContain(cachePassword, process.CommandLine, StringComparison.Ordinal));
            AssertOnlyIn(processes, cachePassword, "WisdomWave.Completion", "WisdomWave.Cache");
            AssertOnlyIn(processes, PlaygroundServer.BotToken, "WisdomWave.Ingress", "WisdomWave.AppHost");
            AssertOnlyIn(processes, Key, "WisdomWave.Completion", "WisdomWave.AppHost");
            AssertOnlyIn(processes, OtherKey, "WisdomWave.Completion", "WisdomWave.AppHost");
            AssertOnlyIn(processes, ServiceKey, "WisdomWave.Ingress", "WisdomWave.Dialog", "WisdomWave.Completion", "WisdomWave.AppHost");
            foreach (var port in ports[..3])
            {
                var service = new Uri($"http://127.0.0.1:{port}");
                AssertNoSecret(await SeeAsync(service, ServiceKey));
                Assert.Contains("services-only", await SeeAsync(service, key: null), StringComparison.Ordinal);
            }

            var listeners = processes.SelectMany(process => Listeners(process.Id)).ToList();
            Assert.Superset(ports.ToHashSet(), listeners.Select(listener => listener.Port).ToHashSet());
            Assert.All(listeners, listener => Assert.True(IPAddress.IsLoopback(listener.Address), $"{listener} is open to the network."));

            await application.StopAsync();
            Assert.All(Logging, service => Assert.Contains(application.Lines, line => line.StartsWith($"{service}: ", StringComparison.Ordinal)));
            AssertNoSecret(application.Output);
            Assert.DoesNotContain(cachePassword, application.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("xylophonist", application.Output, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Completion stores the answer in the cache, and a command in an HTTP request is refused there.</summary>
    private static async Task AssertCachesWithAPasswordAsync(int completion, int cache)
    {
        using var http = new HttpClient();
        await Eventually.HoldsAsync(
            async () => await http.GetStringAsync($"http://127.0.0.1:{completion}/health", Token) == "Healthy", "completion has authenticated itself to the cache");

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, cache, Token);
        var stream = client.GetStream();
        await stream.WriteAsync("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n*3\r\n$3\r\nSET\r\n$7\r\nplanted\r\n$1\r\n1\r\n"u8.ToArray(), Token);
        client.Client.Shutdown(SocketShutdown.Send);
        using var answers = new StreamReader(stream);
        try
        {
            var read = await answers.ReadToEndAsync(Token).WaitAsync(Eventually.Limit, Token);
            Assert.DoesNotContain("+", read, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // redis-server closes the connection at the word POST.
        }
    }

    /// <summary><c>ConnectionStrings__cache=localhost:6379,password=6f1d…</c></summary>
    [GeneratedRegex(@"ConnectionStrings__cache=[^\0,]+,password=(?<value>\w+)")]
    private static partial Regex CachePassword();

    /// <summary>What a service responds: metrics, health, and problem details for malformed requests.</summary>
    private static async Task<string> SeeAsync(Uri service, string? key)
    {
        using var http = new HttpClient { BaseAddress = service };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        var seen = new StringBuilder();
        foreach (var path in (string[])["/metrics", "/health", "/alive", "/nowhere"])
            await ReadAsync(await http.GetAsync(path, Token));
        foreach (var path in (string[])["/messages", "/presses", "/completions", "/transcriptions", "/bots/110201543/files/nothing"])
        {
            using var nonsense = new StringContent("""{"bot":{"id":"x"}}""", Encoding.UTF8, "application/json");
            await ReadAsync(await http.PostAsync(path, nonsense, Token));
            await ReadAsync(await http.GetAsync(path, Token));
        }

        return seen.ToString();

        async Task ReadAsync(HttpResponseMessage response)
        {
            using (response)
                seen.AppendLine(response.Headers.ToString()).AppendLine(await response.Content.ReadAsStringAsync(Token));
        }
    }

    private static void AssertNoSecret(string text)
    {
        Assert.NotEmpty(text);
        Assert.DoesNotContain(PlaygroundServer.BotToken.Split(':')[1], text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain(OtherKey, text, StringComparison.Ordinal);
        Assert.DoesNotContain(ServiceKey, text, StringComparison.Ordinal);
    }

    /// <summary>Some process needs the secret; no other is handed it.</summary>
    private static void AssertOnlyIn(IReadOnlyList<RunningProcess> processes, string secret, params string[] programs)
    {
        var holders = processes.Where(process => process.Environment.Contains(secret, StringComparison.Ordinal)).Select(process => process.CommandLine).ToList();
        Assert.NotEmpty(holders);
        Assert.All(holders, holder => Assert.Contains(programs, program => holder.Contains(program, StringComparison.Ordinal)));
    }

    /// <summary>
    /// The addresses at which a process listens, by its open sockets:
    /// <c>0: 0100007F:13EC 00000000:0000 0A … 123456</c> is 127.0.0.1:5100, state LISTEN, inode 123456.
    /// </summary>
    private static IEnumerable<IPEndPoint> Listeners(int process)
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
