using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WisdomWave.Completion.Tests.Fakes;

/// <summary>
/// An OpenAI-compatible server that answers with the bytes that the test says, and remembers those that it was asked with; for
/// what an ordinary provider, the playground, does not do.
/// </summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    public const string Greeting = "Hello, Ada!";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JsonElement> _requests = [];
    private readonly ConcurrentQueue<string> _embedded = [];
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _lists;

    private FakeProvider(WebApplication app) => _app = app;

    /// <summary>Gets the number of the call, from 1.</summary>
    public Func<ProviderAnswer, int, Task> Answer { get; set; } = (answer, _) => answer.GreetAsync();

    /// <summary>What <c>/audio/transcriptions</c> answers; null is a server without it.</summary>
    public Func<HttpContext, Task>? Transcribe { get; set; }

    /// <summary>The vectors that <c>/embeddings</c> answers with; null is a server without it.</summary>
    public Func<string, float[]>? Embed { get; set; }

    /// <summary>The whole answer to a call for a vector, in a dialect of its own.</summary>
    public Func<float[], string>? EmbeddingBody { get; set; }

    /// <summary>Vectors come as JSON numbers whatever was asked for, as from some local servers; otherwise as Base64.</summary>
    public bool EmbedsAsNumbers { get; set; }

    public string BaseUrl => _app.Urls.First() + "/v1";

    public IReadOnlyCollection<JsonElement> Requests => _requests;

    /// <summary>The texts that vectors were wanted for.</summary>
    public IReadOnlyCollection<string> Embedded => _embedded;

    /// <summary>Done when the first request is there.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Done when a caller went away before its answer was complete.</summary>
    public Task Aborted => _aborted.Task;

    /// <summary>How often <c>/models</c> was asked for.</summary>
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

        var vector = embed(text);
        if (EmbeddingBody is { } body)
        {
            await context.Response.WriteAsync(body(vector));
            return;
        }

        var json = EmbedsAsNumbers ? JsonSerializer.Serialize(vector) : JsonSerializer.Serialize(MemoryMarshal.AsBytes<float>(vector).ToArray());
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            $$$"""{"object":"list","data":[{"object":"embedding","index":0,"embedding":{{{json}}}}],"model":"embedding-test"}""");
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        _requests.Enqueue(body.RootElement.Clone());
        _asked.TrySetResult();
        await using var registration = context.RequestAborted.Register(() => _aborted.TrySetResult());
        try
        {
            await Answer(new ProviderAnswer(context, body.RootElement.Clone()), _requests.Count);
        }
        catch (OperationCanceledException)
        {
            // Told by Aborted.
        }
    }
}
