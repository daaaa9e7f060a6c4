using System.Globalization;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.ServiceDefaults.EventStreams;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Fixtures;

/// <summary>The real service on a free port.</summary>
internal sealed class CompletionService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CompletionService(WebApplication app)
    {
        _app = app;
        Http = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>With the playground as its provider; ready when it has found its Redis.</summary>
    public static async Task<CompletionService> StartAsync(PlaygroundServer playground, RedisServer? redis, params string[] settings)
    {
        var service = await StartAsync(playground.OpenAiAddress.AbsoluteUri, [$"--ConnectionStrings:cache={redis?.ConnectionString}", .. settings]);
        if (redis is not null)
            await service.WaitUntilHealthyAsync();
        return service;
    }

    /// <summary>With another Redis-compatible server; ready when the service has found it.</summary>
    public static async Task<CompletionService> StartWithAsync(PlaygroundServer playground, string redis)
    {
        var service = await StartAsync(playground.OpenAiAddress.AbsoluteUri, [$"--ConnectionStrings:cache={redis}"]);
        await service.WaitUntilHealthyAsync();
        return service;
    }

    public static Task<CompletionService> StartAsync(FakeProvider provider, params string[] settings) => StartAsync(provider.BaseUrl, settings);

    private static async Task<CompletionService> StartAsync(string provider, string[] settings)
    {
        var app = CompletionApp.Build([
            "--urls=http://127.0.0.1:0", "--environment=Development", "--OPENAI_API_KEY=sk-test-0123456789", $"--OPENAI_BASE_URL={provider}",
            "--Completing:RetryDelay=00:00:00.01", "--Stopping:Patience=0", "--Logging:LogLevel:Default=None", "--ConnectionStrings:cache=", .. settings]);
        await app.StartAsync();
        return new CompletionService(app);
    }

    /// <summary>Ready when the service has found its Redis.</summary>
    public static async Task<CompletionService> StartAsync(FakeProvider provider, RedisServer redis, params string[] settings)
    {
        var service = await StartAsync(provider, [$"--ConnectionStrings:cache={redis.ConnectionString}", .. settings]);
        await service.WaitUntilHealthyAsync();
        return service;
    }

    public static CompletionRequest Ask(string text = "Hi") => new() { Model = "gpt-test", Messages = [new(PromptRole.User, text)] };

    /// <summary>Everything that comes over the wire.</summary>
    public async Task<List<CompletionEvent>> AllEventsAsync(CompletionRequest request)
    {
        using var response = await SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await Describe(response));
        return await response.Content.ReadEventsAsync(ContractsJson.Default.CompletionEvent, TestContext.Current.CancellationToken).ToListAsync();
    }

    /// <summary>The answer and its end, without what happens beside it.</summary>
    public async Task<List<CompletionEvent>> CompleteAsync(CompletionRequest request)
    {
        using var response = await SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await Describe(response));
        return await response.Content.ReadEventsAsync(ContractsJson.Default.CompletionEvent, TestContext.Current.CancellationToken)
            .Where(e => e is not CompletionAsked and not CompletionReasoning).ToListAsync();
    }

    public Task<HttpResponseMessage> SendAsync(CompletionRequest request) => Http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/completions") { Content = JsonContent.Create(request, ContractsJson.Default.CompletionRequest) },
        HttpCompletionOption.ResponseHeadersRead,
        TestContext.Current.CancellationToken);

    /// <summary>The value of one series, as Prometheus would scrape it; 0 where there is none.</summary>
    public async Task<double> MetricAsync(string name, params string[] labels)
    {
        // The exporter answers from what it gathered less than 300 ms ago.
        await Task.Delay(350, TestContext.Current.CancellationToken);
        var text = await Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        var line = text.Split('\n').FirstOrDefault(l => l.StartsWith(name + "{", StringComparison.Ordinal) && labels.All(l.Contains));
        return line is null ? 0 : double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>The series of one name by one label's values, without those at zero.</summary>
    public async Task<Dictionary<string, double>> CountsAsync(string name, string label)
    {
        await Task.Delay(350, TestContext.Current.CancellationToken);
        var text = await Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return text.Split('\n')
            .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal))
            .Select(line => (Word: line.Split(label + "=\"")[1].Split('"')[0], Value: double.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture)))
            .Where(series => series.Value != 0)
            .ToDictionary(series => series.Word, series => series.Value);
    }

    /// <summary>Done when so many or more are being answered, and have had the time to find each other.</summary>
    public async Task WaitForRequestsAsync(int count)
    {
        await Eventually.HoldsAsync(async () => await MetricAsync("http_server_active_requests", "POST") >= count, $"{count} requests are being answered");

        // A request is counted before it is read.
        await Task.Delay(500, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private Task WaitUntilHealthyAsync() => Eventually.HoldsAsync(
        async () => await Http.GetStringAsync("/health", TestContext.Current.CancellationToken) == "Healthy", "completion is healthy");

    private static async Task<string> Describe(HttpResponseMessage response) =>
        response.IsSuccessStatusCode ? "" : $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
}
