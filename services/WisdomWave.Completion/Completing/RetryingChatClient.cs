using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Models.Failures;
using WisdomWave.Completion.Telemetry;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

/// <summary>Retries a failed call until the first text, as long as <see cref="RetryDelay"/> and the call allowance permit.</summary>
internal sealed partial class RetryingChatClient(
    IChatClient innerClient, CompletionOptions limits, CompletionMetrics metrics, TimeProvider time, ILogger<RetryingChatClient> logger)
    : StreamingChatClient(innerClient)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var started = time.GetTimestamp();
        var (allowance, isFallback, fallbacksLeft) = options is AnswerOptions answer ? (answer.Calls, answer.IsFallback, answer.FallbacksLeft) : (null, false, 0);
        for (var tries = 1; ; tries++)
        {
            if (allowance?.TryTake(isFallback) == false)
                throw new ProviderException(new(FailureKind.Unavailable));

            yield return new ChatResponseUpdate { RawRepresentation = new ProviderCallStarted(options?.ModelId, isFallback) };
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
                    catch (ProviderException e) when (!hasText && DelayAfter(e, tries, time.GetElapsedTime(started)) is { } next && MayRetry(e, allowance, isFallback, fallbacksLeft))
                    {
                        ReportRetry(e.Failure, next, options);
                        delay = next;
                        continue;
                    }

                    hasText = updates.Current.HasText(hasText);
                    yield return updates.Current;
                }
            }

            await Task.Delay(delay.Value, time, cancellationToken);
        }
    }

    private TimeSpan? DelayAfter(ProviderException exception, int tries, TimeSpan elapsed) =>
        RetryDelay.Next(exception.Failure, tries, elapsed, limits, Random.Shared.NextDouble());

    private static bool MayRetry(ProviderException exception, CallAllowance? allowance, bool isFallback, int fallbacksLeft)
    {
        if (exception.Failure.WasNotReached)
            allowance?.GiveBack(isFallback);
        return allowance?.HasMore(isFallback, fallbacksLeft) != false;
    }

    private void ReportRetry(ProviderFailure failure, TimeSpan delay, ChatOptions? options)
    {
        metrics.CountRetry(failure.Kind, (options as AnswerOptions)?.Bot);
        metrics.CountProviderCall(options?.ModelId, failure.Kind);
        LogRetrying(options?.ModelId, failure.Kind, failure.Status, delay.TotalSeconds, failure.ErrorForLog);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model} failed: {Kind} ({Status}). Next try in {Seconds:0.0} s. Error: {Error}")]
    private partial void LogRetrying(string? model, FailureKind kind, int status, double seconds, ProviderError error);
}
