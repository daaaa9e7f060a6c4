using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Metrics;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Reasoning;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Caching;

/// <summary>
/// Inside of the single flight, so that a shared answer is stored once: stores what comes back whole. An answer that one person wanted
/// anew is theirs: it is not stored in the place of the one that all others get.
/// </summary>
internal sealed class AnswerStoringChatClient(
    IChatClient innerClient, AnswerCache cache, AnswerLeases leases, IOptions<CacheOptions> settings, CompletionMetrics metrics)
    : StreamedChatClient(innerClient)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        settings.Value.Enabled && options is AnswerOptions { Key: { } key, Fresh: false } answer
            ? AnswerAsync(key, messages, answer, cancellationToken)
            : InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(
        string key, IEnumerable<ChatMessage> messages, AnswerOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (made, lease) = options.CacheIsAway ? default : await leases.WaitAsync(key, cancellationToken);
        if (made is not null)
        {
            foreach (var update in Replay.Of(made))
                yield return update;
            yield break;
        }

        var isStored = false;
        try
        {
            var answer = new StringBuilder();
            var end = new AnswerEnd();
            await foreach (var update in InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                end.Take(update);
                if (update.RawRepresentation is TextWasReasoning)
                    answer?.Clear();
                answer?.Append(update.Text);
                // A character is at least a byte.
                if (answer?.Length > settings.Value.MaxEntryBytes)
                {
                    answer = null;
                    metrics.CacheStored(StoreResult.TooLarge);
                }

                yield return update;
            }

            if (answer is not null && end.Finish == FinishKind.Stop && VisibleText.IsIn(answer.ToString()))
                isStored = cache.Store(key, new CachedAnswer(answer.ToString(), end.Model, end.Usage), lease);
        }
        finally
        {
            // Kept until the answer can be found, or there will be none.
            if (!isStored && lease is not null)
                await lease.DisposeAsync();
        }
    }
}
