using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Models.Failures;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

/// <summary>
/// Limits how long one model may take. It encloses the retries, because their time counts too. It is inside the fallback, because a model
/// that takes too long has failed and another one may answer.
/// </summary>
internal sealed class TimeLimitedChatClient(IChatClient innerClient, CompletionOptions limits, TimeProvider time) : StreamingChatClient(innerClient)
{
    /// <summary>How long to wait for the token usage after the answer is complete.</summary>
    private static readonly TimeSpan UsageLimit = TimeSpan.FromSeconds(5);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var started = time.GetTimestamp();
        var first = options is AnswerOptions { ReasoningTokens: > 0 } ? Min(Max(limits.ReasoningLimit, limits.FirstTokenLimit), limits.TotalLimit) : limits.FirstTokenLimit;
        using var limit = new CancellationTokenSource(first, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, either.Token).GetAsyncEnumerator(either.Token);
        var (hasText, hasEnd) = (false, false);
        while (true)
        {
            var next = updates.MoveNextAsync();
            bool more;
            try
            {
                more = await next;
            }
            // The answer is complete; the server just keeps the connection open.
            catch (Exception) when (hasText && hasEnd && limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                yield break;
            }
            catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new ProviderException(new(FailureKind.TimedOut), e);
            }

            if (!more)
                yield break;
            var update = updates.Current;
            hasText = update.HasText(hasText);
            hasEnd |= update.FinishReason is not null;
            var isProgress = hasText || hasEnd || update.HasReasoning() || update.RawRepresentation is TextRetracted;
            yield return update;
            if (isProgress)
                limit.CancelAfter(NextLimit(first, time.GetElapsedTime(started), hasText, hasEnd));
        }
    }

    // Reasoning before the first text extends the first limit but does not replace it. Other updates before it do not even extend it:
    // each call starts with some (this service's own marks, an empty role), so the first limit would never apply.
    private TimeSpan NextLimit(TimeSpan first, TimeSpan elapsed, bool hasText, bool hasEnd)
    {
        var next = hasText ? limits.NextTokenLimit : Max(first - elapsed, limits.NextTokenLimit);
        if (hasEnd)
            next = Min(next, UsageLimit);
        return Max(Min(next, limits.TotalLimit - elapsed), TimeSpan.Zero);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
