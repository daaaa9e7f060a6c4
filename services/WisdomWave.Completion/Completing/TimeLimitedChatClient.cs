using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Reasoning;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

/// <summary>Outside of the retries: the limits are what the person waits for one model. Inside of the fallback: a model that says nothing has failed.</summary>
internal sealed class TimeLimitedChatClient(IChatClient innerClient, CompletionOptions limits, TimeProvider time) : StreamedChatClient(innerClient)
{
    /// <summary>How long the count of tokens is waited for when the answer is complete.</summary>
    private static readonly TimeSpan ForUsage = TimeSpan.FromSeconds(5);

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
            // Whole; the server keeps the connection open behind it.
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
            hasText = (hasText && updates.Current.RawRepresentation is not TextWasReasoning) || updates.Current.Text.Length > 0;
            hasEnd |= updates.Current.FinishReason is not null;
            yield return updates.Current;
            limit.CancelAfter(Patience(first, time.GetElapsedTime(started), hasText, hasEnd));
        }
    }

    // Before the text, what comes is an empty role or reasoning: it prolongs the first limit, it does not replace it.
    private TimeSpan Patience(TimeSpan first, TimeSpan elapsed, bool hasText, bool hasEnd)
    {
        var patience = hasText ? limits.NextTokenLimit : Max(first - elapsed, limits.NextTokenLimit);
        if (hasEnd)
            patience = Min(patience, ForUsage);
        return Max(Min(patience, limits.TotalLimit - elapsed), TimeSpan.Zero);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
