using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WisdomWave.ServiceDefaults.Inbound;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>
/// The application's processes, which a test can kill one by one, with a playground in place of Telegram and the model. There is no app
/// host to restart them; the bench does that.
/// </summary>
internal sealed class Fleet : IAsyncDisposable
{
    public const string ApiKey = "sk-of-the-fault-bench-0123456789";

    public const long FirstBot = 110201543;

    private static readonly HttpClient Http = new() { Timeout = Eventually.Limit };

    /// <summary>Much shorter: a killed service may take a connection and never answer.</summary>
    private static readonly HttpClient Probe = new() { Timeout = TimeSpan.FromSeconds(2) };

    private readonly string _folder;
    private readonly Dictionary<string, Uri> _addresses = [];

    private Fleet(PlaygroundServer outside, string folder, string dataDirectory, IReadOnlyDictionary<string, string> settings, int bots, bool hasWebhook)
    {
        (Outside, _folder, DataDirectory) = (outside, folder, dataDirectory);
        MoreBots = [.. Enumerable.Range(1, bots - 1).Select(number => FirstBot + number)];
        var ports = Machine.FreePorts(6);
        var (cache, completion, dialog, ingress, completionHttp2, dialogHttp2) = (ports[0], ports[1], ports[2], ports[3], ports[4], ports[5]);
        outside.Client.HasDelivered = (person, cancellationToken) =>
            UndeliveredTurns.AreNoneAsync(Probe, new Uri(Address(dialog)), person.BotId ?? FirstBot, person.ChatId, cancellationToken);

        RedisPort = cache;
        Redis = new("redis", RedisServer(cache), _ => IsListeningAsync(cache), LogFile("redis"));
        Completion = Service("Completion", completion, settings, new()
        {
            ["OPENAI_API_KEY"] = ApiKey,
            ["OPENAI_BASE_URL"] = outside.OpenAiAddress.ToString(),
            ["MODEL_NAME"] = "gpt-5-mini",
            ["ConnectionStrings__cache"] = $"127.0.0.1:{cache}",
            // As the app host sets it for one completion.
            ["Cache__Leases"] = "false",
        }, completionHttp2);
        Dialog = Service("Dialog", dialog, settings, new()
        {
            ["MODEL_NAME"] = "gpt-5-mini",
            ["MAX_TOKENS"] = "200000",
            ["WISDOMWAVE_DATA_DIR"] = dataDirectory,
            ["services__completion__http2__0"] = Address(completionHttp2),
            ["services__ingress__http__0"] = Address(ingress),
            // On a slow machine, ten kills of completion take longer than the default.
            ["Questions__RetryFor"] = "00:10:00",
            // The limits for one person have other tests; here few people make the load of many.
            ["RateLimits__QuestionsPerMinute"] = "0",
            ["RateLimits__PendingMessages"] = "0",
            ["Budgets__Person__DailyTokens"] = "0",
            ["Access__Open"] = "true",
        }, dialogHttp2);
        var tokens = MoreBots.Select(bot => KeyValuePair.Create($"Bots__b{bot}__Token", $"{bot}:{PlaygroundServer.BotToken.Split(':')[1]}"));
        Ingress = Service("Ingress", ingress, settings, new(tokens)
        {
            ["TELEGRAM_BOT_TOKEN"] = PlaygroundServer.BotToken,
            ["TELEGRAM_API_BASE_URL"] = outside.Address.ToString(),
            ["services__dialog__http2__0"] = Address(dialogHttp2),
            // The services' own name is another one, because under the public name ingress serves the webhook only.
            ["PublicUrl"] = hasWebhook ? $"http://localhost:{ingress}" : "",
            ["Delivery__BotPerSecond"] = "1000",
            ["Delivery__PrivateInterval"] = "00:00:00.200",
            ["Delivery__GroupInterval"] = "00:00:00.200",
            ["Delivery__GroupPerMinute"] = "10000",
            ["Delivery__FirstTextDelay"] = "00:00:00.020",
        });
    }

    public PlaygroundServer Outside { get; }

    /// <summary>Bots in addition to the page's.</summary>
    public IReadOnlyList<long> MoreBots { get; }

    public string DataDirectory { get; }

    public int RedisPort { get; }

    public ChildProcess Redis { get; }

    public ChildProcess Completion { get; }

    public ChildProcess Dialog { get; }

    public ChildProcess Ingress { get; }

    public IReadOnlyList<ChildProcess> Services => [Completion, Dialog, Ingress];

    /// <param name="cancellationToken">Gives up the start.</param>
    /// <param name="dataDirectory">Dialog's data directory; null for a temporary one.</param>
    /// <param name="settings">For every service, instead of the bench's own.</param>
    /// <param name="bots">Number of bots.</param>
    /// <param name="hasWebhook">Whether updates are sent to ingress instead of being polled.</param>
    public static async Task<Fleet> StartAsync(
        CancellationToken cancellationToken, string? dataDirectory = null, IReadOnlyDictionary<string, string>? settings = null, int bots = 1, bool hasWebhook = false)
    {
        Assert.SkipUnless(Machine.Has("redis-server"), "redis-server is not on the PATH: apt-get install redis-server");
        var outside = await PlaygroundServer.StartAsync(options => options.TokenDelay = TimeSpan.FromMilliseconds(2), cancellationToken: cancellationToken);
        var folder = Directory.CreateTempSubdirectory("wisdomwave-faults-").FullName;
        var fleet = new Fleet(outside, folder, dataDirectory ?? folder, settings ?? new Dictionary<string, string>(), bots, hasWebhook);
        try
        {
            ChildProcess[] all = [fleet.Redis, .. fleet.Services];
            foreach (var process in all)
                process.Start();
            await Task.WhenAll(all.Select(process => process.UntilReadyAsync(cancellationToken)));
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }

        return fleet;
    }

    /// <summary>Whether dialog has a report of the last part of every reply of the page's bot.</summary>
    public Task<bool> HasDeliveredAllAsync(CancellationToken cancellationToken) =>
        UndeliveredTurns.AreNoneAsync(Http, _addresses[Dialog.Name], FirstBot, chatId: null, cancellationToken);

    /// <summary>The service's metrics, in Prometheus' text format unless another one is asked for.</summary>
    public async Task<string> MetricsAsync(ChildProcess service, CancellationToken cancellationToken, string? format = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_addresses[service.Name], "/metrics"));
        if (format is not null)
            request.Headers.Accept.ParseAdd(format);
        using var response = await Http.SendAsync(request, cancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (ChildProcess[])[Ingress, Dialog, Completion, Redis])
            await process.DisposeAsync();
        await Outside.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ChildProcess Service(
        string name, int port, IReadOnlyDictionary<string, string> settings, Dictionary<string, string> benchSettings, int? http2Port = null)
    {
        // …/tests/WisdomWave.EndToEnd/bin/Debug/net10.0/ → Debug/net10.0
        var output = Path.GetRelativePath(Path.Combine(Repository.Root, "tests", "WisdomWave.EndToEnd", "bin"), AppContext.BaseDirectory);
        var folder = Path.Combine(Repository.Root, "services", $"WisdomWave.{name}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "bin", output, $"WisdomWave.{name}.dll")]) { WorkingDirectory = folder };
        start.Environment["ASPNETCORE_URLS"] = Address(port);
        if (http2Port is { } http2)
        {
            start.Environment["ASPNETCORE_URLS"] += $";{Address(http2)}";
            start.Environment[Http2Port.Setting] = $"{http2}";
        }

        // As the app host starts them.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (key, value) in benchSettings.Concat(settings))
            start.Environment[key] = value;
        _addresses[name.ToLowerInvariant()] = new Uri(Address(port));
        return new(name.ToLowerInvariant(), start, token => IsServingAsync(port, token), LogFile(name.ToLowerInvariant()));
    }

    private string LogFile(string name) => Path.Combine(_folder, $"{name}.log");

    private static ProcessStartInfo RedisServer(int port) =>
        new("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);

    private static string Address(int port) => $"http://127.0.0.1:{port}";

    private static async Task<bool> IsServingAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Probe.GetAsync($"{Address(port)}/alive", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task<bool> IsListeningAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
