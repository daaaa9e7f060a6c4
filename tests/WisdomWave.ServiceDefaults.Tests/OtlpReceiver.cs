using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WisdomWave.ServiceDefaults.Tests;

/// <summary>Receives OpenTelemetry exports over HTTP. Protobuf does not encode strings, so a test can search its bytes for them.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string Body)> _received = [];
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.MapPost("/v1/{signal}", async (HttpContext context) =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            receiver._received.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
        });
        await receiver._app.StartAsync();
        return receiver;
    }

    public string Received(string signal) => string.Concat(_received.Where(r => r.Path == $"/v1/{signal}").Select(r => r.Body));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
