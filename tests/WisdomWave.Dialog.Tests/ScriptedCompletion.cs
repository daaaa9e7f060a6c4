using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.ServiceDefaults.EventStreams;

namespace WisdomWave.Dialog.Tests;

/// <summary>A completion service on Kestrel with scripted answers.</summary>
internal sealed class ScriptedCompletion : IAsyncDisposable
{
    public static readonly TokenUsage Usage = new(21, 5);

    private readonly WebApplication _app;

    private ScriptedCompletion()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.WebHost.WaitForSlowClients();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJson.Default));
        _app = builder.Build();
        _app.MapPost("/completions", IResult (CompletionRequest request, HttpContext context) =>
        {
            // Before the request is visible: a test that has seen it may change the script for the next one.
            var (refuse, answer) = (Refuse, Answer);
            Requests.Enqueue(request);
            return refuse() is { } status
                ? Results.StatusCode(status)
                : new EventStreamResult<CompletionEvent>(
                    answer(request, context), ContractsJson.Default.CompletionEvent, completionEvent => completionEvent.EventType);
        });
        _app.MapPost("/transcriptions", async (string fileName, HttpContext context) =>
        {
            using var recording = new MemoryStream();
            await context.Request.Body.CopyToAsync(recording);
            return Transcribe(fileName, recording.ToArray(), context);
        });
    }

    public ConcurrentQueue<CompletionRequest> Requests { get; } = new();

    /// <summary>Makes a transcript; by default the file's name and length.</summary>
    public Func<string, byte[], HttpContext, IResult> Transcribe { get; set; } =
        (fileName, recording, _) => Results.Ok(new Transcription($"{fileName} of {recording.Length} bytes"));

    public string Address => _app.Urls.Single();

    /// <summary>Makes an answer; by default it repeats the question.</summary>
    public Func<CompletionRequest, HttpContext, IAsyncEnumerable<CompletionEvent>> Answer { get; set; } =
        (request, _) => Saying($"You said: {request.Messages[^1].Text}");

    /// <summary>Returns an HTTP status to refuse a request with, or null to answer it.</summary>
    public Func<int?> Refuse { get; set; } = () => null;

    public static CompletionEvent Done(FinishKind finish = FinishKind.Stop) =>
        new CompletionCompleted(finish, AnswerSource.Provider, "test-model", Usage);

    public static IAsyncEnumerable<CompletionEvent> Saying(string text) => Events(new CompletionDelta(text), Done());

    public static async IAsyncEnumerable<CompletionEvent> SayingAfter(Task ready, string text)
    {
        await ready;
        yield return new CompletionDelta(text);
        yield return Done();
    }

    public static async IAsyncEnumerable<CompletionEvent> Events(params CompletionEvent[] events)
    {
        foreach (var completionEvent in events)
            yield return completionEvent;
        await Task.CompletedTask;
    }

    /// <summary>Streams a text, then hangs until the caller disconnects.</summary>
    public static IAsyncEnumerable<CompletionEvent> Hanging(string text, HttpContext context) => Hanging(context, new CompletionDelta(text));

    public static async IAsyncEnumerable<CompletionEvent> Hanging(HttpContext context, params CompletionEvent[] events)
    {
        foreach (var completionEvent in events)
            yield return completionEvent;
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    /// <summary>Streams events, then aborts the connection when <paramref name="seen"/> says that they have arrived.</summary>
    public static async IAsyncEnumerable<CompletionEvent> Breaking(HttpContext context, Task seen, params CompletionEvent[] events)
    {
        foreach (var completionEvent in events)
            yield return completionEvent;
        await seen.WaitAsync(Testing.Eventually.Limit);
        context.Abort();
    }

    public static async Task<ScriptedCompletion> StartAsync()
    {
        var completion = new ScriptedCompletion();
        await completion._app.StartAsync();
        return completion;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
