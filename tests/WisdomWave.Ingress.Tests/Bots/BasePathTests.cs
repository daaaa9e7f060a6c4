using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WisdomWave.Ingress.Tests.Standing;

namespace WisdomWave.Ingress.Tests.Bots;

/// <summary>A Bot API server that is reached at a path of an address, as a reverse proxy publishes it.</summary>
public sealed class BasePathTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UpdatesAnswersAndFilesGoOverThePath()
    {
        await using var host = await IngressHost.PrepareAsync();
        await using var door = Door(host.Playground.Address);
        await door.StartAsync(Token);

        await host.RunAsync($"TELEGRAM_API_BASE_URL={door.Urls.Single()}/a/bot-api/");

        (await host.AskAsync("Hello")).Complete("Hello!");
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
        var sent = await host.Ann.SendDocumentAsync("notes.txt", "text/plain", "milk"u8.ToArray(), cancellationToken: Token);
        Assert.Equal("milk", await host.Http.GetStringAsync($"/bots/110201543/files/{sent.Document!.FileId}", Token));
    }

    /// <summary>Passes on what begins with the path, without it, and knows nothing else.</summary>
    private static WebApplication Door(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var door = builder.Build();
        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        door.Lifetime.ApplicationStopped.Register(http.Dispose);
        door.Map("/a/bot-api/{**rest}", async (HttpContext context, string rest) =>
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
        return door;
    }
}
