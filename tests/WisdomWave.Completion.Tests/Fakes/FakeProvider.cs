using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WisdomWave.Completion.Tests.Fakes;

/// <summary>
/// An OpenAI-compatible server that sends exactly what the test specifies and records its requests, for behaviour that the playground does
/// not have.
/// </summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    public const string Greeting = "Hello, Ada!";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JsonElement> _requests = [];
    private readonly ConcurrentQueue<string> _embedded = [];
    private readonly TaskCompletionSource _firstRequest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _lists;

    private FakeProvider(WebApplication app) => _app = app;

    /// <summary>Answers a call; the second argument is the number of the call, starting at 1.</summary>
    public Func<ProviderAnswer, int, Task> Answer { get; set; } = (answer, _) => answer.GreetAsync();

    /// <summary>Answers <c>/audio/transcriptions</c>; null for a server without it.</summary>
    public Func<HttpContext, Task>? Transcribe { get; set; }

    /// <summary>Returns the vector of a text for <c>/embeddings</c>; null for a server without it.</summary>
    public Func<string, float[]>? Embed { get; set; }

    /// <summary>Writes the whole body of <c>/embeddings</c> for a vector; null for OpenAI's format.</summary>
    public Func<float[], string>? EmbeddingBody { get; set; }

    /// <summary>Whether vectors are JSON numbers even if Base64 was requested, as from some local servers.</summary>
    public bool EmbedsAsNumbers { get; set; }

    /// <summary>Embeddings are answered when this task completes.</summary>
    public Task EmbeddingsReleased { get; set; } = Task.CompletedTask;

    public string BaseUrl => _app.Urls.First() + "/v1";

    public IReadOnlyCollection<JsonElement> Requests => _requests;

    /// <summary>The texts that were embedded.</summary>
    public IReadOnlyCollection<string> Embedded => _embedded;

    /// <summary>Completes with the first chat request.</summary>
    public Task FirstRequest => _firstRequest.Task;

    /// <summary>Completes when a caller disconnects before its answer is complete.</summary>
    public Task Aborted => _aborted.Task;

    /// <summary>The number of requests for <c>/models</c>.</summary>
    public int Lists => _lists;

    public static async Task<FakeProvider> StartAsync(Func<ProviderAnswer, int, Task>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var provider = new FakeProvider(builder.Build());
        if (answer is not null)
            provider.Answer = answer;
        provider._app.MapPost("/v1/chat/completions", provider.HandleAsync);
        provider._app.MapPost("/v1/audio/transcriptions", provider.TranscribeAsync);
        provider._app.MapPost("/v1/embeddings", provider.EmbedAsync);
        provider._app.MapGet("/v1/models", provider.ListAsync);
        await provider._app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task ListAsync(HttpContext context)
    {
        Interlocked.Increment(ref _lists);
        return context.Response.WriteAsJsonAsync(new { @object = "list", data = Array.Empty<string>() });
    }

    private async Task TranscribeAsync(HttpContext context)
    {
        if (Transcribe is { } transcribe)
            await transcribe(context);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private async Task EmbedAsync(HttpContext context)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body);
        var text = request.RootElement.GetProperty("input")[0].GetString()!;
        _embedded.Enqueue(text);
        if (Embed is not { } embed)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await EmbeddingsReleased.WaitAsync(context.RequestAborted);
        var vector = embed(text);
        if (EmbeddingBody is { } body)
        {
            await context.Response.WriteAsync(body(vector));
            return;
        }

        var json = EmbedsAsNumbers ? JsonSerializer.Serialize(vector) : JsonSerializer.Serialize(MemoryMarshal.AsBytes<float>(vector).ToArray());
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            $$$"""{"object":"list","data":[{"object":"embedding","index":0,"embedding":{{{json}}}}],"model":"embedding-test","usage":{"prompt_tokens":8,"total_tokens":8}}""");
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        _requests.Enqueue(body.RootElement.Clone());
        _firstRequest.TrySetResult();
        await using var registration = context.RequestAborted.Register(() => _aborted.TrySetResult());
        try
        {
            await Answer(new ProviderAnswer(context, body.RootElement.Clone()), _requests.Count);
        }
        catch (OperationCanceledException)
        {
            // Reported by Aborted.
        }
    }
}
