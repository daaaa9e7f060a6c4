using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Metrics;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Reasoning;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

/// <summary>Calls again as long as the person has seen nothing and it can help.</summary>
internal sealed partial class RetryingChatClient(
    IChatClient innerClient, CompletionOptions limits, CompletionMetrics metrics, TimeProvider time, ILogger<RetryingChatClient> logger)
    : StreamedChatClient(innerClient)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var started = time.GetTimestamp();
        var (allowance, isStandIn, behind) = options is AnswerOptions answer ? (answer.Calls, answer.IsStandIn, answer.StandInsBehind) : (null, false, 0);
        for (var tries = 1; ; tries++)
        {
            if (allowance?.TryTake(isStandIn) == false)
                throw new ProviderException(new(FailureKind.Unavailable));

            yield return new ChatResponseUpdate { RawRepresentation = new ProviderCall(options?.ModelId, isStandIn) };
            TimeSpan? delay = null;
            await using (var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken))
            {
                var hasText = false;
                while (delay is null)
                {
                    try
                    {
                        if (!await updates.MoveNextAsync())
                            yield break;
                    }
                    catch (ProviderException e) when (!hasText && DelayAfter(e, tries, time.GetElapsedTime(started)) is { } next && MayTryAgain(e, allowance, isStandIn, behind))
                    {
                        Retrying(e.Failure, next, options?.ModelId);
                        delay = next;
                        continue;
                    }

                    hasText = (hasText && updates.Current.RawRepresentation is not TextWasReasoning) || updates.Current.Text.Length > 0;
                    yield return updates.Current;
                }
            }

            await Task.Delay(delay.Value, time, cancellationToken);
        }
    }

    private TimeSpan? DelayAfter(ProviderException exception, int tries, TimeSpan elapsed) =>
        RetryDelay.Next(exception.Failure, tries, elapsed, limits, Random.Shared.NextDouble());

    private static bool MayTryAgain(ProviderException exception, CallAllowance? allowance, bool isStandIn, int standInsBehind)
    {
        if (exception.Failure.WasNotReached)
            allowance?.GiveBack(isStandIn);
        return allowance?.HasMore(isStandIn, standInsBehind) != false;
    }

    private void Retrying(ProviderFailure failure, TimeSpan delay, string? model)
    {
        metrics.Retried(failure.Kind);
        LogRetrying(model, failure.Kind, failure.Status, failure.Words, delay.TotalSeconds);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model}: {Kind} ({Status}), {Words}; trying again in {Seconds:0.0} s")]
    private partial void LogRetrying(string? model, FailureKind kind, int status, ProviderError words, double seconds);
}
