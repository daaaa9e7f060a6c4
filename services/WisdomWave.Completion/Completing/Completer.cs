using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Metrics;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.SemanticCaching;
using WisdomWave.Completion.SingleFlight;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

/// <summary>Turns the pipeline's updates into the events of a completion.</summary>
internal sealed partial class Completer(
    IChatClient chat,
    IOptions<ProviderOptions> provider,
    IOptions<CacheOptions> cache,
    IOptions<ModelCatalog> models,
    CompletionMetrics metrics,
    TimeProvider time,
    ILogger<Completer> logger)
{
    // Text that is ready at the same moment goes out as one event of about this many characters.
    private const int DeltaLength = 1024;

    // Each event costs both services more than its text does, and people see an edit about once a second: tokens that come
    // every few milliseconds share one. The first goes out at once.
    private static readonly TimeSpan DeltaInterval = TimeSpan.FromMilliseconds(40);

    public async IAsyncEnumerable<CompletionEvent> CompleteAsync(
        CompletionRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var started = time.GetTimestamp();
        var prompt = Prompt(request);
        var options = new AnswerOptions { ModelId = request.Model, MaxOutputTokens = request.MaxOutputTokens, Fresh = request.Fresh };
        options.Key = KeyOf(request, prompt, options);
        await using var updates = chat.GetStreamingResponseAsync(prompt, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var end = new AnswerEnd();
        var pending = new DeltaText();
        var source = AnswerSource.Provider;
        var answeredBy = request.Model;
        var hasText = false;
        ModelUsage? embedding = null;
        ProviderFailure? failure = null;
        var pause = Task.CompletedTask;
        while (true)
        {
            var next = updates.MoveNextAsync().AsTask();
            if (pending.Length is > 0 and < DeltaLength && !next.IsCompleted && !pause.IsCompleted)
                await Task.WhenAny(next, pause);
            if (pending.Length > 0 && (!next.IsCompleted || pending.Length >= DeltaLength))
            {
                yield return new CompletionDelta(pending.Take());
                pause = Task.Delay(DeltaInterval, time, CancellationToken.None);
            }

            try
            {
                if (!await next)
                    break;
            }
            catch (ProviderException e)
            {
                failure = e.Failure;
                break;
            }

            var update = updates.Current;
            end.Take(update);
            source = update.RawRepresentation switch
            {
                CachedAnswer when source != AnswerSource.Joined => AnswerSource.Cache,
                JoinedCall => AnswerSource.Joined,
                _ => source,
            };
            if (update.RawRepresentation is AnsweredBy standIn)
                answeredBy = standIn.Model;
            // Who has joined sees it too, but it was made and paid for the first.
            if (update.RawRepresentation is EmbeddingCall call && source != AnswerSource.Joined)
                embedding = call.Spent;
            if (update.Text is not { Length: > 0 } text)
                continue;
            if (!hasText)
                metrics.FirstText(time.GetElapsedTime(started), source);
            hasText = true;
            pending.Append(text);
        }

        if (pending.Length > 0)
            yield return new CompletionDelta(pending.Take());
        if (failure is { } failed)
        {
            yield return Failed(failed, request.Model, time.GetElapsedTime(started)) with { Embedding = embedding };
        }
        else
        {
            metrics.Completed(time.GetElapsedTime(started), source);
            var cost = models.Value.Find(answeredBy).CostOf(end.Usage);
            metrics.Cost(cost, source);
            yield return new CompletionCompleted(end.Finish, source, end.Model ?? answeredBy, end.Usage)
            {
                Cost = source == AnswerSource.Provider ? cost : cost * 0,
                Embedding = embedding,
            };
        }
    }

    private string? KeyOf(CompletionRequest request, List<ChatMessage> prompt, AnswerOptions options) =>
        cache.Value.Shared ? CacheKey.For(EndpointOf(request.Model), null, prompt, options)
        : request.Scope is { } scope ? CacheKey.For(EndpointOf(request.Model), scope, prompt, options)
        : null;

    private string EndpointOf(string model) => provider.Value.For(models.Value.Find(model)).Endpoint.AbsoluteUri;

    private static List<ChatMessage> Prompt(CompletionRequest request)
    {
        var prompt = new List<ChatMessage>(request.Messages.Count);
        foreach (var message in request.Messages)
            prompt.Add(message.Images is { Count: > 0 } images ? WithImages(message, images) : new ChatMessage(RoleOf(message.Role), message.Text));
        return prompt;
    }

    private static ChatMessage WithImages(PromptMessage message, IReadOnlyList<PromptImage> images)
    {
        var contents = new List<AIContent>(images.Count + 1);
        // Providers refuse an empty text.
        if (message.Text.Length > 0)
            contents.Add(new TextContent(message.Text));
        foreach (var image in images)
            contents.Add(new DataContent(image.Data, image.MediaType));
        return new ChatMessage(RoleOf(message.Role), contents);
    }

    private static ChatRole RoleOf(PromptRole role) => role switch
    {
        PromptRole.System => ChatRole.System,
        PromptRole.Assistant => ChatRole.Assistant,
        _ => ChatRole.User,
    };

    private CompletionFailed Failed(ProviderFailure failure, string model, TimeSpan elapsed)
    {
        metrics.Failed(elapsed, failure.Kind);
        switch (failure.Kind)
        {
            case FailureKind.KeyRejected:
                LogKeyRejected(failure.Status);
                break;
            case FailureKind.QuotaSpent:
                LogQuotaSpent(failure.Status);
                break;
            case FailureKind.ModelNotFound:
                LogModelNotFound(model);
                break;
            default:
                LogFailed(model, failure.Kind, failure.Status, elapsed.TotalSeconds);
                break;
        }

        return new CompletionFailed(failure.Kind, failure.RetryAfter);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The provider rejects OPENAI_API_KEY ({Status}): set a valid one, and restart")]
    private partial void LogKeyRejected(int status);

    [LoggerMessage(Level = LogLevel.Error, Message = "The provider's quota is spent ({Status}): pay the bill or raise the limit there")]
    private partial void LogQuotaSpent(int status);

    [LoggerMessage(Level = LogLevel.Error, Message = "The provider has no model {Model}: set MODEL_NAME to one that it has")]
    private partial void LogModelNotFound(string model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model}: {Kind} ({Status}) after {Seconds:0.0} s")]
    private partial void LogFailed(string model, FailureKind kind, int status, double seconds);
}
