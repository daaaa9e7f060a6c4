using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Attachments;

/// <summary>A stand-in for the file endpoint of ingress.</summary>
internal sealed class TelegramFiles : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _files = new();

    private TelegramFiles()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.WebHost.WaitForSlowClients();
        _app = builder.Build();
        _app.MapGet("/bots/{botId:long}/files/{fileId}", (long botId, string fileId, HttpContext context) =>
        {
            Asked.Enqueue((botId, fileId));
            if (_files.TryGetValue(fileId, out var send))
                return send(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    public ConcurrentQueue<(long BotId, string FileId)> Asked { get; } = new();

    /// <summary>The setting for <see cref="DialogService.StartAsync"/>.</summary>
    public string Setting => $"--services:ingress:http:0={_app.Urls.Single()}";

    public static async Task<TelegramFiles> StartAsync()
    {
        var files = new TelegramFiles();
        await files._app.StartAsync();
        return files;
    }

    public Attachment Add(AttachmentKind kind, byte[] content, string? name = null, string? mediaType = null) =>
        Add(kind, context => context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask(), name, mediaType);

    public Attachment Add(AttachmentKind kind, Func<HttpContext, Task> send, string? name = null, string? mediaType = null)
    {
        var id = $"file-{_files.Count + 1}";
        _files[id] = send;
        return new Attachment(kind, id, name, mediaType);
    }

    /// <summary>Responds with a failure: too large, endless, broken off or hanging.</summary>
    public static async Task FailAsync(HttpContext context, string how)
    {
        switch (how)
        {
            case "too large":
                context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                break;
            case "endless":
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.Body.WriteAsync(new byte[64 * 1024], context.RequestAborted);
                break;
            case "broken off":
                await context.Response.WriteAsync("half", context.RequestAborted);
                context.Abort();
                break;
            case "hanging":
                await context.Response.WriteAsync("half", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
