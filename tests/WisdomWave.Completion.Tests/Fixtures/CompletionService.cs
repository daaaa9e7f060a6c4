using System.Globalization;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Exporter;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.ServiceDefaults.EventStreams;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Fixtures;

/// <summary>The real service on a free port, optionally with a clock that the test moves.</summary>
internal sealed class CompletionService : IAsyncDisposable
{
    /// <summary>Time limits that no machine reaches: a test that is about a limit moves the clock, or sets the limit itself.</summary>
    private static readonly string[] FarLimits =
    [
        "--Completion:FirstTokenLimit=01:00:00", "--Completion:NextTokenLimit=01:00:00", "--Completion:TotalLimit=01:00:00",
        "--Completion:ReasoningLimit=01:00:00", "--Completion:RetryBudget=01:00:00", "--ProviderLimits:QueueDeadline=01:00:00",
        "--SemanticCache:Timeout=01:00:00", "--Transcribing:TimeLimit=01:00:00",
    ];

    private readonly WebApplication _app;
    private readonly FakeTimeProvider? _time;

    private CompletionService(WebApplication app, FakeTimeProvider? time)
    {
        (_app, _time) = (app, time);
        Http = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = new Uri(app.Urls.First()), Timeout = Eventually.Limit };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts the service with the playground as its provider, and waits until it is connected to Redis.</summary>
    public static Task<CompletionService> StartAsync(PlaygroundServer playground, RedisServer? redis, params string[] settings) =>
        StartAsync(playground, redis, time: null, settings);

    public static Task<CompletionService> StartAsync(PlaygroundServer playground, RedisServer? redis, FakeTimeProvider? time, params string[] settings) =>
        StartAsync(playground.OpenAiAddress.AbsoluteUri, redis?.ConnectionString, time, settings);

    /// <summary>Starts the service with another server that is compatible with Redis.</summary>
    public static Task<CompletionService> StartWithAsync(PlaygroundServer playground, string redis) =>
        StartAsync(playground.OpenAiAddress.AbsoluteUri, redis, time: null, []);

    public static Task<CompletionService> StartAsync(FakeProvider provider, params string[] settings) =>
        StartAsync(provider.BaseUrl, redis: null, time: null, settings);

    public static Task<CompletionService> StartAsync(FakeProvider provider, FakeTimeProvider time, params string[] settings) =>
        StartAsync(provider.BaseUrl, redis: null, time, settings);

    public static Task<CompletionService> StartAsync(FakeProvider provider, RedisServer redis, params string[] settings) =>
        StartAsync(provider, redis, time: null, settings);

    public static Task<CompletionService> StartAsync(FakeProvider provider, RedisServer redis, FakeTimeProvider? time, params string[] settings) =>
        StartAsync(provider.BaseUrl, redis.ConnectionString, time, settings);

    public static CompletionRequest Ask(string text = "Hi") => new() { Model = "gpt-test", Messages = [new(PromptRole.User, text)] };

    /// <summary>All events on the wire.</summary>
    public async Task<List<CompletionEvent>> AllEventsAsync(CompletionRequest request)
    {
        using var response = await SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await DescribeAsync(response));
        return await response.Content.ReadEventsAsync(ContractsJson.Default.CompletionEvent, TestContext.Current.CancellationToken).ToListAsync();
    }

    /// <summary>The events of the answer, without provider calls and reasoning.</summary>
    public Task<List<CompletionEvent>> CompleteAsync(CompletionRequest request) => Start(request).Completed;

    /// <summary>Asks a question and reads its events in the background.</summary>
    public RunningCompletion Start(CompletionRequest request) => new(this, request);

    public Task<HttpResponseMessage> SendAsync(CompletionRequest request) => Http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/completions") { Content = JsonContent.Create(request, ContractsJson.Default.CompletionRequest) },
        HttpCompletionOption.ResponseHeadersRead,
        TestContext.Current.CancellationToken);

    /// <summary>The sum of a metric's series with these labels, as Prometheus would scrape them.</summary>
    public async Task<double> MetricAsync(string name, params string[] labels) =>
        (await SeriesAsync(name)).Where(line => labels.All(line.Contains)).Sum(ValueOf);

    /// <summary>The series of one metric that are not zero, keyed by the value of a label.</summary>
    public async Task<Dictionary<string, double>> CountsAsync(string name, string label) => (await SeriesAsync(name))
        .Select(line => (Key: line.Split(label + "=\"")[1].Split('"')[0], Value: ValueOf(line)))
        .Where(series => series.Value != 0)
        .ToDictionary(series => series.Key, series => series.Value);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        var stopping = _app.StopAsync();
        if (_time is not null)
            await _time.AdvanceUntilAsync(stopping, TimeSpan.FromSeconds(1), "the service stops");
        await stopping;
        await _app.DisposeAsync();
    }

    private static async Task<CompletionService> StartAsync(string provider, string? redis, FakeTimeProvider? time, string[] settings)
    {
        var app = CompletionApp.Build(
            [
                "--urls=http://127.0.0.1:0", "--environment=Development", "--OPENAI_API_KEY=sk-test-0123456789", $"--OPENAI_BASE_URL={provider}",
                "--Completion:RetryDelay=00:00:00.01", "--Stopping:Timeout=0", "--Logging:LogLevel:Default=None", $"--ConnectionStrings:cache={redis}",
                "--Cache:Timeout=01:00:00", .. time is null ? FarLimits : [], .. settings,
            ],
            builder =>
            {
                // Otherwise a scrape returns metrics that are up to 300 ms old.
                builder.Services.Configure<PrometheusAspNetCoreOptions>(options => options.ScrapeResponseCacheDurationMilliseconds = 0);
                // What is still to be stored is stored before a test looks for it, however long that takes.
                builder.Services.PostConfigure<HostOptions>(options => options.ShutdownTimeout = Eventually.Limit);
                if (time is not null)
                    builder.Services.AddSingleton<TimeProvider>(time);
            });
        await app.StartAsync();
        var service = new CompletionService(app, time);
        if (redis is not null)
        {
            await Eventually.HoldsAsync(
                async () => await service.Http.GetStringAsync("/health", TestContext.Current.CancellationToken) == "Healthy", "completion is healthy");
        }

        return service;
    }

    private async Task<IEnumerable<string>> SeriesAsync(string name)
    {
        var text = await Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return text.Split('\n').Where(line => line.StartsWith(name + "{", StringComparison.Ordinal));
    }

    // wisdomwave_cache_requests_total{result="hit"} 1 1764316800000
    private static double ValueOf(string line) => double.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture);

    internal static async Task<string> DescribeAsync(HttpResponseMessage response) =>
        response.IsSuccessStatusCode ? "" : $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
}
