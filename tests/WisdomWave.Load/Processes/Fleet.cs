using System.Diagnostics;
using System.Text.Json;
using WisdomWave.Load.Outside;
using WisdomWave.Load.Scenarios;
using WisdomWave.ServiceDefaults.Inbound;

namespace WisdomWave.Load.Processes;

/// <summary>
/// The three services as processes, without the app host, with an outside process and a Redis. All listen on free loopback ports, and
/// none outlives this process.
/// </summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly string _folder;
    private readonly List<ChildProcess> _all = [];

    private Fleet(string folder) => _folder = folder;

    public ChildProcess Outside { get; private set; } = null!;

    /// <summary>Null when there is no redis-server on the PATH.</summary>
    public ChildProcess? Redis { get; private set; }

    public int RedisPort { get; private set; }

    public IReadOnlyList<Service> Services { get; private set; } = [];

    /// <summary>The address of the outside process.</summary>
    public Uri Control { get; private set; } = null!;

    public IReadOnlyList<ChildProcess> Processes => _all;

    public string DatabasePath => Path.Combine(DataDirectory, "dialog.db");

    private string DataDirectory => Path.Combine(_folder, "data");

    /// <returns>As soon as everything is started, which is before it is ready.</returns>
    public static async Task<Fleet> StartAsync(Scenario scenario, HttpClient http, CancellationToken cancellationToken)
    {
        var fleet = new Fleet(Directory.CreateTempSubdirectory("wisdomwave-load-").FullName);
        try
        {
            await fleet.StartProcessesAsync(scenario, http, cancellationToken);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fails when a process has ended by itself.</summary>
    public async Task CheckAsync()
    {
        if (_all.Find(process => process.HasExited) is { } ended)
            throw new LoadException($"{ended.Name} has ended:\n{await ended.LastLinesAsync(30)}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_all))
            await process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartProcessesAsync(Scenario scenario, HttpClient http, CancellationToken cancellationToken)
    {
        var ports = new Ports(scenario.CountsBytes);
        Control = new Uri($"http://127.0.0.1:{ports.Outside}/control/");
        Outside = Start("outside", OutsideStart(scenario, ports));
        await UntilAliveAsync(http, cancellationToken);

        if (Programs.Find("redis-server") is { } redis)
        {
            RedisPort = ports.Redis;
            Redis = Start("redis", new(redis, [
                "--port", $"{ports.Redis}", "--bind", "127.0.0.1", "--save", "", "--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru", "--loglevel", "warning"]));
        }

        var settings = new ServiceSettings(scenario, ports, DataDirectory);
        Services = [StartService("completion", ports.Completion, settings.Completion, ports.CompletionHttp2)];
        if (scenario.IsCompletionAlone)
            return;
        Services =
        [
            .. Services,
            StartService("dialog", ports.Dialog, settings.Dialog, ports.DialogHttp2),
            StartService("ingress", ports.Ingress, settings.Ingress),
        ];
    }

    private Service StartService(string name, int port, IReadOnlyDictionary<string, string> settings, int? http2Port = null)
    {
        var program = Programs.OfService(name);
        // A service reads its appsettings.json there and watches the folder, in which nothing else must be written.
        var start = new ProcessStartInfo(program) { WorkingDirectory = Path.GetDirectoryName(program) };
        foreach (var variable in start.Environment.Keys.Where(ServiceSettings.IsOperators).ToList())
            start.Environment.Remove(variable);
        start.Environment["ASPNETCORE_URLS"] = Ports.Address(port);
        if (http2Port is { } http2)
        {
            start.Environment["ASPNETCORE_URLS"] += $";{Ports.Address(http2)}";
            start.Environment[Http2Port.Setting] = $"{http2}";
        }

        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        return new(Start(name, start), new Uri(Ports.Address(port)));
    }

    private static ProcessStartInfo OutsideStart(Scenario scenario, Ports ports)
    {
        var options = new OutsideOptions
        {
            Port = ports.Outside,
            ModelTime = scenario.ModelTime,
            Chunks = scenario.Chunks,
            AnswerLength = scenario.AnswerLength,
            Bots = scenario.Bots,
            MayTrim = scenario.MayTrim,
            Completion = scenario.IsCompletionAlone ? new Uri(Ports.Address(ports.CompletionForDialog)) : null,
            Questions = scenario.Questions,
            Links = [.. ports.Links],
        };
        var arguments = new[] { OutsideCommand.Name, JsonSerializer.Serialize(options, OutsideJson.Default.OutsideOptions) };
        return new ProcessStartInfo(Environment.ProcessPath!, Programs.IsDotnet(Environment.ProcessPath!) ? [typeof(Fleet).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
        };
    }

    private ChildProcess Start(string name, ProcessStartInfo start)
    {
        var process = new ChildProcess(name, start, Path.Combine(_folder, $"{name}.log"));
        _all.Add(process);
        // Its standard input ends with this process; it then ends the processes that it knows.
        if (process != Outside && Outside is not null)
        {
            Outside.Input.WriteLine(process.Id);
            Outside.Input.Flush();
        }

        return process;
    }

    private async Task UntilAliveAsync(HttpClient http, CancellationToken cancellationToken)
    {
        for (var started = Stopwatch.GetTimestamp(); ; await Task.Delay(LookEvery, cancellationToken))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Control, "alive"), cancellationToken);
                return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(started) < StartLimit)
            {
                await CheckAsync();
            }
        }
    }
}

/// <summary>One of the three services.</summary>
internal sealed record Service(ChildProcess Process, Uri Address)
{
    public string Name => Process.Name;
}
