using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WisdomWave.Ingress.Tests.Fakes;

/// <summary>A reverse proxy: one address in front of any number of ingresses, used in turn.</summary>
public sealed class FakeReverseProxy : IAsyncDisposable
{
    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";

    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private readonly ConcurrentQueue<int> _answers = [];
    private int _next;

    private FakeReverseProxy()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        // Like the proxy in docs/operations.md: a path prefix in the public URL that ingress does not see.
        _app.MapPost("/wisdom/telegram/{bot}", PassOnAsync);
    }

    public string Address => $"{_app.Urls.Single()}/wisdom";

    /// <summary>The addresses of the ingresses.</summary>
    public List<Func<Uri>> Ingresses { get; } = [];

    /// <summary>Sends each request to all ingresses.</summary>
    public bool IsDoubling { get; set; }

    /// <summary>The status codes returned to Telegram.</summary>
    public IReadOnlyList<int> Answers => [.. _answers];

    /// <summary>The secret of the latest request.</summary>
    public string? Secret { get; private set; }

    public static async Task<FakeReverseProxy> OpenAsync()
    {
        var proxy = new FakeReverseProxy();
        await proxy._app.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassOnAsync(string bot, HttpContext context)
    {
        Secret = context.Request.Headers[SecretHeader];
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var first = Interlocked.Increment(ref _next);
        var chosen = IsDoubling ? Ingresses : [Ingresses[first % Ingresses.Count]];
        var answers = await Task.WhenAll(chosen.Select(ingress => PostAsync(ingress(), bot, body.ToArray())));
        (context.Response.StatusCode, context.Response.Headers.RetryAfter) = answers[0];
        _answers.Enqueue(answers[0].Status);
    }

    private async Task<(int Status, string? RetryAfter)> PostAsync(Uri ingress, string bot, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(ingress, $"/telegram/{bot}")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(SecretHeader, Secret);
        try
        {
            using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            return ((int)response.StatusCode, response.Headers.RetryAfter?.ToString());
        }
        catch (HttpRequestException)
        {
            return (StatusCodes.Status502BadGateway, null);
        }
    }
}
