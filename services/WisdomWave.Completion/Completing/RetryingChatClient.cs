using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Metrics;
using WisdomWave.Completion.Models;
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
        for (var tries = 1; ; tries++)
        {
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
                    catch (ProviderException e) when (!hasText && DelayAfter(e, tries, time.GetElapsedTime(started)) is { } next)
                    {
                        Retrying(e.Failure, next, options?.ModelId);
                        delay = next;
                        continue;
                    }

                    hasText |= updates.Current.Text.Length > 0;
                    yield return updates.Current;
                }
            }

            await Task.Delay(delay.Value, time, cancellationToken);
        }
    }

    private TimeSpan? DelayAfter(ProviderException exception, int tries, TimeSpan elapsed) =>
        RetryDelay.Next(exception.Failure, tries, elapsed, limits, Random.Shared.NextDouble());

    private void Retrying(ProviderFailure failure, TimeSpan delay, string? model)
    {
        metrics.Retried(failure.Kind);
        LogRetrying(model, failure.Kind, failure.Status, delay.TotalSeconds);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model}: {Kind} ({Status}), trying again in {Seconds:0.0} s")]
    private partial void LogRetrying(string? model, FailureKind kind, int status, double seconds);
}
