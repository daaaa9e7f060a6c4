using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Bots;

/// <summary>A Bot API server under a path of a URL, as published by a reverse proxy.</summary>
public sealed class BasePathTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UpdatesAnswersAndFilesUseTheBasePath()
    {
        await using var host = await IngressHost.PrepareAsync();
        await using var proxy = Proxy(host.Playground.Address);
        await proxy.StartAsync(Token);

        await host.StartIngressAsync($"TELEGRAM_API_BASE_URL={proxy.Urls.Single()}/a/bot-api/");

        (await host.AskAsync("Hello")).Complete("Hello!");
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
        var sent = await host.Ann.SendDocumentAsync("notes.txt", "text/plain", "milk"u8.ToArray(), cancellationToken: Token);
        Assert.Equal("milk", await host.Http.GetStringAsync($"/bots/110201543/files/{sent.Document!.FileId}", Token));
    }

    /// <summary>Forwards requests below the path, without it, and rejects all others.</summary>
    private static WebApplication Proxy(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var proxy = builder.Build();
        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        proxy.Lifetime.ApplicationStopped.Register(http.Dispose);
        proxy.Map("/a/bot-api/{**rest}", async (HttpContext context, string rest) =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(server, $"/{rest}{context.Request.QueryString}"));
            if (context.Request.ContentType is { } type)
            {
                request.Content = new StreamContent(context.Request.Body);
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        });
        return proxy;
    }
}
