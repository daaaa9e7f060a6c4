using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.ServiceDefaults.EventStreams;

namespace WisdomWave.Completion.Tests.Parts;

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

    public static async Task<CompletionService> StartAsync(TestProvider provider, params string[] settings)
    {
        var app = CompletionApp.Build([
            "--urls=http://127.0.0.1:0", "--environment=Development", "--OPENAI_API_KEY=sk-test-0123456789", $"--OPENAI_BASE_URL={provider.BaseUrl}",
            "--Completing:RetryDelay=00:00:00.01", "--Logging:LogLevel:Default=None", "--ConnectionStrings:cache=", .. settings]);
        await app.StartAsync();
        return new CompletionService(app);
    }

    /// <summary>Ready when the service has found its Redis.</summary>
    public static async Task<CompletionService> StartAsync(TestProvider provider, RedisServer redis, params string[] settings)
    {
        var service = await StartAsync(provider, [$"--ConnectionStrings:cache={redis.ConnectionString}", .. settings]);
        while (await service.Http.GetStringAsync("/health", TestContext.Current.CancellationToken) != "Healthy")
            await Task.Delay(20, TestContext.Current.CancellationToken);
        return service;
    }

    public static CompletionRequest Ask(string text = "Hi") => new() { Model = "gpt-test", Messages = [new(PromptRole.User, text)] };

    public async Task<List<CompletionEvent>> CompleteAsync(CompletionRequest request)
    {
        using var response = await SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await Describe(response));
        return await response.Content.ReadEventsAsync(ContractsJson.Default.CompletionEvent, TestContext.Current.CancellationToken).ToListAsync();
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
        return line is null ? 0 : double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task<string> Describe(HttpResponseMessage response) =>
        response.IsSuccessStatusCode ? "" : $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
}
