using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Telemetry;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Caching;

/// <summary>
/// Stores complete answers. It is inside the single flight, so that a shared answer is stored once. An answer that one person had
/// regenerated does not replace the one that everybody else gets.
/// </summary>
internal sealed class AnswerStoringChatClient(
    IChatClient innerClient, AnswerCache cache, AnswerLeases leases, IOptions<CacheOptions> settings, CompletionMetrics metrics)
    : StreamingChatClient(innerClient)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        settings.Value.Enabled && options is AnswerOptions { Key: { } key, Fresh: false } answer
            ? AnswerAsync(key, messages, answer, cancellationToken)
            : InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(
        string key, IEnumerable<ChatMessage> messages, AnswerOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (existing, lease) = options.IsCacheUnavailable || !settings.Value.Leases ? default : await leases.WaitAsync(key, cancellationToken);
        if (existing is not null)
        {
            foreach (var update in existing.ToUpdates())
                yield return update;
            yield break;
        }

        var isQueued = false;
        try
        {
            var answer = new TextPieces();
            var isTooLarge = false;
            var summary = new AnswerSummary();
            await foreach (var update in InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                summary.Add(update);
                if (update.RawRepresentation is TextRetracted)
                    answer.Clear();
                if (!isTooLarge && update.Text is { Length: > 0 } piece)
                    answer.Append(piece);
                // A character takes at least one byte.
                if (answer.Length > settings.Value.MaxEntryBytes)
                {
                    isTooLarge = true;
                    answer.Clear();
                    metrics.CountCacheStore(StoreResult.TooLarge);
                }

                yield return update;
            }

            var text = answer.Take();
            if (summary.Finish == FinishKind.Stop && VisibleText.IsIn(text))
                isQueued = cache.TryStore(key, new CachedAnswer(text, summary.Model, summary.Usage), lease);
        }
        finally
        {
            // A queued answer keeps its lease until other replicas can find it in the cache.
            if (!isQueued && lease is not null)
                await lease.DisposeAsync();
        }
    }
}
