using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Models;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

/// <summary>Outside of the retries: the limits are what the person waits for one model. Inside of the fallback: a model that says nothing has failed.</summary>
internal sealed class TimeLimitedChatClient(IChatClient innerClient, CompletionOptions limits, TimeProvider time) : StreamedChatClient(innerClient)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(limits.FirstTokenLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, either.Token).GetAsyncEnumerator(either.Token);
        var hasText = false;
        while (true)
        {
            var next = updates.MoveNextAsync();
            bool more;
            try
            {
                more = await next;
            }
            catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new ProviderException(new(FailureKind.TimedOut), e);
            }

            if (!more)
                yield break;
            hasText |= updates.Current.Text.Length > 0;
            yield return updates.Current;
            limit.CancelAfter(Patience(time.GetElapsedTime(started), hasText));
        }
    }

    // Before the text, what comes is an empty role or reasoning: it prolongs the first limit, it does not replace it.
    private TimeSpan Patience(TimeSpan elapsed, bool hasText)
    {
        var patience = hasText ? limits.NextTokenLimit : Max(limits.FirstTokenLimit - elapsed, limits.NextTokenLimit);
        return Max(Min(patience, limits.TotalLimit - elapsed), TimeSpan.Zero);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
