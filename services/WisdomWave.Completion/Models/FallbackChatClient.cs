using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Models.Failures;
using WisdomWave.Completion.Telemetry;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <summary>
/// Calls the model's fallbacks in turn when it fails before its first text, for any reason. It encloses retries and time limits.
/// Fallbacks have their own call allowance, which keeps one call for each remaining fallback.
/// </summary>
internal sealed partial class FallbackChatClient(
    IChatClient innerClient, ProviderModels models, CompletionMetrics metrics, ILogger<FallbackChatClient> logger) : StreamingChatClient(innerClient)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        options?.ModelId is { } model && models.FallbacksOf(model) is { Count: > 0 } fallbacks
            ? AnswerAsync(fallbacks, messages, options, cancellationToken)
            : InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(
        IReadOnlyList<string> fallbacks, IEnumerable<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ProviderException? first = null;
        for (var next = 0; ; next++)
        {
            await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            var hasText = false;
            ProviderException failed;
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync())
                        yield break;
                }
                catch (ProviderException e) when (!hasText && next < fallbacks.Count && IsReplaceable(e.Failure.Kind) && MayUseFallback(options))
                {
                    LogFallback(options.ModelId!, e.Failure.Kind, e.Failure.Status, fallbacks[next], e.Failure.ErrorForLog);
                    metrics.CountFallback(e.Failure.Kind, (options as AnswerOptions)?.Bot);
                    failed = e;
                    break;
                }
                // Only the requested model decides whether the prompt is too long: the failure of a fallback must not say or hide it.
                catch (ProviderException e) when (!hasText && first is not null && IsOverflow(first) != IsOverflow(e))
                {
                    throw first;
                }

                hasText = updates.Current.HasText(hasText);
                yield return updates.Current;
            }

            first ??= failed;
            options = OptionsFor(options, fallbacks[next], fallbacks.Count - next - 1);
            yield return new ChatResponseUpdate { RawRepresentation = new FallbackStarted(fallbacks[next]) };
        }
    }

    private static bool IsOverflow(ProviderException exception) => exception.Failure.Kind == FailureKind.ContextTooLong;

    private static bool MayUseFallback(ChatOptions options) => options is not AnswerOptions { Calls: { } calls } || calls.HasMore(isFallback: true, fallbacksLeft: 0);

    // A refusal is an answer; everything else is a failure.
    private static bool IsReplaceable(FailureKind kind) => kind != FailureKind.Refused;

    private ChatOptions OptionsFor(ChatOptions options, string name, int fallbacksLeft)
    {
        var clone = options.Clone();
        clone.ModelId = name;
        if (clone is AnswerOptions answer)
        {
            var model = models.Find(name);
            (answer.IsFallback, answer.FallbacksLeft) = (true, fallbacksLeft);
            (answer.Effort, answer.ReasoningTokens) = (model.ReasoningEffort, model.EffectiveReasoningTokens);
        }

        return clone;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} failed: {Kind} ({Status}). Its fallback {Fallback} answers instead. Error: {Error}")]
    private partial void LogFallback(string model, FailureKind kind, int status, string fallback, ProviderError error);
}
