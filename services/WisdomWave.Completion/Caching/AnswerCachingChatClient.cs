using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Metrics;
using WisdomWave.Completion.Models;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Caching;

/// <summary>Answers from the response cache, or passes the call on and stores what comes back whole.</summary>
internal sealed class AnswerCachingChatClient(
    IChatClient innerClient, AnswerCache cache, IOptions<CacheOptions> settings, IOptions<ProviderOptions> provider, CompletionMetrics metrics)
    : StreamedChatClient(innerClient)
{
    private readonly string _provider = provider.Value.Endpoint.AbsoluteUri;

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prompt = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var key = settings.Value.Enabled ? CacheKey.For(_provider, prompt, options) : null;
        var (result, found) = key is null || options is AnswerOptions { Fresh: true }
            ? (CacheResult.Bypass, null)
            : await cache.FindAsync(key, cancellationToken);
        metrics.CacheAnswered(result);
        if (found is not null)
        {
            metrics.TokensSaved(found.Usage);
            foreach (var update in Replay.Of(found))
                yield return update;
            yield break;
        }

        var answer = key is null ? null : new StringBuilder();
        var end = new AnswerEnd();
        await foreach (var update in InnerClient.GetStreamingResponseAsync(prompt, options, cancellationToken))
        {
            end.Take(update);
            answer?.Append(update.Text);
            // A character is at least a byte.
            if (answer?.Length > settings.Value.MaxEntryBytes)
            {
                answer = null;
                metrics.CacheStored(StoreResult.TooLarge);
            }

            yield return update;
        }

        if (answer?.Length > 0 && end.Finish == FinishKind.Stop)
            cache.Store(key!, new CachedAnswer(answer.ToString(), end.Model, end.Usage));
    }
}
