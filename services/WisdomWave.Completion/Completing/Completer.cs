using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Metrics;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Reasoning;
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
        var options = OptionsOf(request);
        options.Key = KeyOf(request, prompt, options);
        await using var updates = chat.GetStreamingResponseAsync(prompt, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var end = new AnswerEnd();
        var pending = new DeltaText();
        var source = AnswerSource.Provider;
        var answeredBy = request.Model;
        var (hasText, isThinking) = (false, false);
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
            switch (update.RawRepresentation)
            {
                case ProviderCall call:
                    (hasText, isThinking) = (false, false);
                    yield return new CompletionAsked(call.IsStandIn);
                    break;
                case AnsweredBy standIn:
                    answeredBy = standIn.Model;
                    break;
                case TextWasReasoning:
                    var unsent = pending.Length > 0 ? pending.Take() : "";
                    yield return new CompletionTakenBack();
                    if (request.ShowReasoning && unsent.Length > 0)
                        yield return new CompletionReasoning(unsent);
                    break;
                // Who has joined sees it too, but it was made and paid for the first.
                case EmbeddingCall call when source != AnswerSource.Joined:
                    embedding = call.Spent;
                    break;
            }

            if (update.HasThoughts() && (!isThinking || request.ShowReasoning))
            {
                isThinking = true;
                yield return new CompletionReasoning(request.ShowReasoning ? update.Thoughts() : "");
            }

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
            end.Waste();
            yield return Failed(failed, end.Asked ?? request.Model, time.GetElapsedTime(started)) with { Embedding = embedding, Wasted = Wasted(end, source) };
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
                Wasted = Wasted(end, source),
            };
        }
    }

    private AnswerOptions OptionsOf(CompletionRequest request)
    {
        var model = models.Value.Find(request.Model);
        return new()
        {
            ModelId = request.Model,
            MaxOutputTokens = request.MaxOutputTokens,
            Fresh = request.Fresh,
            Effort = request.ReasoningEffort ?? model.ReasoningEffort,
            ReasoningTokens = request.MaxOutputTokens is null ? 0 : request.MaxReasoningTokens ?? model.RoomForReasoning,
            Calls = new(
                Math.Min(request.MaxCalls ?? CallAllowance.Most, CallAllowance.Most),
                Math.Min(request.MaxStandInCalls ?? CallAllowance.Most, CallAllowance.Most)),
        };
    }

    /// <returns>Null where there is nothing to pay: also for those who joined another's call.</returns>
    private ModelUsage[]? Wasted(AnswerEnd end, AnswerSource source)
    {
        if (end.Wasted.Count == 0 || source != AnswerSource.Provider)
            return null;

        ModelUsage[] wasted = [.. end.Wasted.Select(call => new ModelUsage(call.Model, call.Usage, models.Value.Find(call.Model).CostOf(call.Usage)))];
        foreach (var call in wasted)
            metrics.Paid(call.Cost, "chat");
        return wasted;
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
        var server = provider.Value.For(models.Value.Find(model));
        var level = LevelOf(failure.Kind);
        if (logger.IsEnabled(level))
        {
            var advice = OperatorAdvice.For(failure, server.Endpoint, hasOwnServer: server != provider.Value);
            LogFailed(level, model, failure.Kind, failure.Status, elapsed.TotalSeconds, failure.Words, advice);
        }

        return new CompletionFailed(failure.Kind, failure.RetryAfter)
        {
            Overflow = failure.Kind == FailureKind.ContextTooLong ? ContextOverflows.Of(failure.Error) : null,
        };
    }

    // What only the operator can end.
    private static LogLevel LevelOf(FailureKind kind) => kind
        is FailureKind.KeyRejected or FailureKind.RegionNotServed or FailureKind.QuotaSpent or FailureKind.ModelNotFound or FailureKind.WrongAddress
            ? LogLevel.Error
            : LogLevel.Warning;

    [LoggerMessage(Message = "{Model}: {Kind} ({Status}) after {Seconds:0.0} s, {Words}. {Advice}")]
    private partial void LogFailed(LogLevel level, string model, FailureKind kind, int status, double seconds, ProviderError words, string advice);
}
