using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Telemetry;

namespace WisdomWave.Completion.Caching;

/// <summary>Answers from the response cache or passes the call on, and counts where each answer came from.</summary>
internal sealed class AnswerCachingChatClient(
    IChatClient innerClient, AnswerCache cache, IOptions<CacheOptions> settings, CompletionMetrics metrics)
    : StreamingChatClient(innerClient)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var bot = (options as AnswerOptions)?.Bot;
        var (result, found) = (CacheResult.Bypass, (CachedAnswer?)null);
        if (settings.Value.Enabled && options is AnswerOptions { Key: { } key, Fresh: false } answer)
        {
            (result, found) = await cache.FindAsync(key, cancellationToken);
            answer.IsCacheUnavailable = result == CacheResult.Unavailable;
        }

        if (found is not null)
        {
            metrics.CountCacheRequest(result, bot);
            metrics.AddSavedTokens(found.Usage, bot);
            foreach (var update in found.ToUpdates())
                yield return update;
            yield break;
        }

        var summary = new AnswerSummary();
        try
        {
            await foreach (var update in InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                if (result is not (CacheResult.Joined or CacheResult.Similar))
                    result = ResultOf(update) ?? result;
                summary.Add(update);
                yield return update;
            }
        }
        finally
        {
            metrics.CountCacheRequest(result, bot);
            if (result is CacheResult.Joined or CacheResult.Similar)
                metrics.AddSavedTokens(summary.Usage, bot);
        }
    }

    private static CacheResult? ResultOf(ChatResponseUpdate update) => update.RawRepresentation switch
    {
        SimilarAnswer => CacheResult.Similar,
        JoinedCall or CachedAnswer => CacheResult.Joined,
        _ => null,
    };
}
