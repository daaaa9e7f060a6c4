using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Models.Failures;
using WisdomWave.Completion.SemanticCaching;
using WisdomWave.Completion.Telemetry;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

/// <summary>Runs the chat pipeline for a request and converts its updates into completion events.</summary>
internal sealed partial class Completer(
    IChatClient chat,
    IOptions<ProviderOptions> provider,
    IOptions<CacheOptions> cache,
    IOptions<ProviderModels> models,
    CompletionMetrics metrics,
    TimeProvider time,
    ILogger<Completer> logger)
{
    // Text that is available at once is sent as one event of about this many characters.
    private const int DeltaLength = 1024;

    // An event costs both services more than its text, and people see an edit about once a second, so tokens that arrive within
    // this interval share an event. The first is sent at once.
    private static readonly TimeSpan DeltaInterval = TimeSpan.FromMilliseconds(40);

    public async IAsyncEnumerable<CompletionEvent> CompleteAsync(
        CompletionRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var started = time.GetTimestamp();
        metrics.BotAsked(request.Bot);
        var prompt = request.ToChatMessages();
        var options = OptionsOf(request);
        options.Key = KeyOf(request, prompt, options);
        await using var updates = chat.GetStreamingResponseAsync(prompt, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var summary = new AnswerSummary();
        var pending = new TextPieces();
        var source = AnswerSource.Provider;
        var answeringModel = request.Model;
        var (hasText, isReasoning) = (false, false);
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
            summary.Add(update);
            source = update.RawRepresentation switch
            {
                CachedAnswer when source != AnswerSource.Joined => AnswerSource.Cache,
                JoinedCall => AnswerSource.Joined,
                _ => source,
            };
            switch (update.RawRepresentation)
            {
                case ProviderCallStarted call:
                    (hasText, isReasoning) = (false, false);
                    yield return new CompletionCallStarted(call.IsFallback, IsJoined: source == AnswerSource.Joined);
                    break;
                case FallbackStarted fallback:
                    answeringModel = fallback.Model;
                    break;
                case TextRetracted:
                    var unsent = pending.Length > 0 ? pending.Take() : "";
                    yield return new CompletionTextDiscarded();
                    if (request.ShowReasoning && unsent.Length > 0)
                        yield return new CompletionReasoning(unsent);
                    break;
                // Joined calls see it too, but the first caller made and paid for it.
                case EmbeddingCall call when source != AnswerSource.Joined:
                    embedding = call.Usage;
                    break;
            }

            if (update.HasReasoning() && (!isReasoning || request.ShowReasoning))
            {
                isReasoning = true;
                yield return new CompletionReasoning(request.ShowReasoning ? update.ReasoningText() : "");
            }

            if (update.Text is not { Length: > 0 } text)
                continue;
            if (!hasText)
                metrics.RecordFirstText(time.GetElapsedTime(started), source, request.Bot);
            hasText = true;
            pending.Append(text);
        }

        if (pending.Length > 0)
            yield return new CompletionDelta(pending.Take());
        if (failure is { } failed)
        {
            summary.DiscardCall();
            yield return Failed(failed, summary.RequestedModel ?? request.Model, time.GetElapsedTime(started), request.Bot) with { Embedding = embedding, Wasted = WastedUsage(summary, source, request.Bot) };
        }
        else
        {
            metrics.RecordCompleted(time.GetElapsedTime(started), source, request.Bot);
            var cost = models.Value.Find(answeringModel).CostOf(summary.Usage);
            metrics.AddCostOf(cost, source, answeringModel, request.Bot);
            yield return new CompletionCompleted(summary.Finish, source, summary.Model ?? answeringModel, summary.Usage)
            {
                ConfiguredModel = answeringModel == request.Model ? null : answeringModel,
                Cost = source == AnswerSource.Provider ? cost : cost * 0,
                Embedding = embedding,
                Wasted = WastedUsage(summary, source, request.Bot),
            };
        }
    }

    private AnswerOptions OptionsOf(CompletionRequest request)
    {
        var model = models.Value.Find(request.Model);
        return new()
        {
            Bot = request.Bot,
            ModelId = request.Model,
            MaxOutputTokens = request.MaxOutputTokens,
            Fresh = request.Fresh,
            Effort = request.ReasoningEffort ?? model.ReasoningEffort,
            ReasoningTokens = request.MaxOutputTokens is null ? 0 : request.MaxReasoningTokens ?? model.EffectiveReasoningTokens,
            Calls = new(
                Math.Min(request.MaxCalls ?? CallAllowance.Max, CallAllowance.Max),
                Math.Min(request.MaxFallbackCalls ?? CallAllowance.Max, CallAllowance.Max)),
        };
    }

    /// <returns>Null if nothing was wasted, or if another request pays for it because this one joined its call.</returns>
    private ModelUsage[]? WastedUsage(AnswerSummary summary, AnswerSource source, string? bot)
    {
        if (summary.Wasted.Count == 0 || source != AnswerSource.Provider)
            return null;

        ModelUsage[] wasted = [.. summary.Wasted.Select(call => new ModelUsage(call.Model, call.Usage, models.Value.Find(call.Model).CostOf(call.Usage)))];
        foreach (var call in wasted)
            metrics.AddCost(call.Cost, "chat", call.Model, bot);
        return wasted;
    }

    private string? KeyOf(CompletionRequest request, List<ChatMessage> prompt, AnswerOptions options) =>
        cache.Value.Shared ? CacheKey.For(EndpointOf(request.Model), null, prompt, options)
        : request.Scope is { } scope ? CacheKey.For(EndpointOf(request.Model), scope, prompt, options)
        : null;

    private string EndpointOf(string model) => provider.Value.For(models.Value.Find(model)).Endpoint.AbsoluteUri;

    private CompletionFailed Failed(ProviderFailure failure, string model, TimeSpan elapsed, string? bot)
    {
        metrics.RecordFailed(elapsed, failure.Kind, bot);
        var server = provider.Value.For(models.Value.Find(model));
        var level = LevelOf(failure.Kind);
        if (logger.IsEnabled(level))
        {
            var advice = OperatorAdvice.For(failure, server.Endpoint, hasOwnServer: server != provider.Value);
            LogFailed(level, model, elapsed.TotalSeconds, failure.Kind, failure.Status, advice, failure.ErrorForLog);
        }

        return new CompletionFailed(failure.Kind, failure.RetryAfter)
        {
            Overflow = failure.Kind == FailureKind.ContextTooLong ? ContextOverflowParser.Parse(failure.Error) : null,
        };
    }

    // Failures that only the operator can fix are errors.
    private static LogLevel LevelOf(FailureKind kind) => kind
        is FailureKind.KeyRejected or FailureKind.RegionNotServed or FailureKind.QuotaSpent or FailureKind.ModelNotFound or FailureKind.WrongAddress
            ? LogLevel.Error
            : LogLevel.Warning;

    [LoggerMessage(Message = "{Model} failed after {Seconds:0.0} s: {Kind} ({Status}). {Advice}. Error: {Error}")]
    private partial void LogFailed(LogLevel level, string model, double seconds, FailureKind kind, int status, string advice, ProviderError error);
}
