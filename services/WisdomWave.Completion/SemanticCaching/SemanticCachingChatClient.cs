using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Telemetry;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.SemanticCaching;

/// <summary>
/// Answers a question without history with a similar question's answer, or passes it on and adds it to the index. It is inside the
/// single flight, so that a thousand identical questions cost one embedding.
/// </summary>
internal sealed class SemanticCachingChatClient(
    IChatClient innerClient,
    AnswerCache cache,
    QuestionIndex index,
    QuestionEmbedder embedder,
    IOptions<SemanticCacheOptions> settings,
    IOptions<ProviderOptions> provider,
    IOptions<ProviderModels> models,
    CompletionMetrics metrics,
    TimeProvider time)
    : StreamingChatClient(innerClient)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        options is AnswerOptions { Key: { } key, Fresh: false, IsCacheUnavailable: false } answer
        && ContextFreeQuestion.In(messages) is { } question
        && FamilyOf(question, options) is { } family
            ? AnswerAsync(question, family, key, messages, answer, cancellationToken)
            : InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(
        ContextFreeQuestion question, string family, string key, IEnumerable<ChatMessage> messages, AnswerOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var embedding = embedder.EmbedAsync(question.Text, key, options.Bot, ended.Token);
        try
        {
            var (result, found) = await FindAsync(family, embedding, cancellationToken);
            metrics.CountSimilarLookup(result);
            var isReported = embedding.IsCompleted;
            if (isReported && await embedding is { } call)
                yield return new ChatResponseUpdate { RawRepresentation = call };
            if (found is not null)
            {
                yield return new ChatResponseUpdate { RawRepresentation = SimilarAnswer.Instance };
                foreach (var update in found.ToUpdates())
                    yield return update;
                yield break;
            }

            var summary = new AnswerSummary();
            var hasText = false;
            await foreach (var update in InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                summary.Add(update);
                hasText = update.HasText(hasText);
                yield return update;
            }

            // A vector that was too late for this question helps the next one.
            if (!embedding.IsCompleted || await embedding is not { } late)
                yield break;
            if (hasText && summary.Finish == FinishKind.Stop && late.Question is { } embedded)
                index.Add(family, embedded);
            if (!isReported)
                yield return new ChatResponseUpdate { RawRepresentation = late };
        }
        finally
        {
            await ended.CancelAsync();
            await embedding;
        }
    }

    private async Task<(SimilarLookupResult Result, CachedAnswer? Answer)> FindAsync(
        string family, Task<EmbeddingCall?> embedding, CancellationToken cancellationToken)
    {
        try
        {
            return await LookUpAsync(family, embedding, cancellationToken).WaitAsync(settings.Value.Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return (SimilarLookupResult.TooSlow, null);
        }
    }

    private async Task<(SimilarLookupResult Result, CachedAnswer? Answer)> LookUpAsync(
        string family, Task<EmbeddingCall?> embedding, CancellationToken cancellationToken)
    {
        var refresh = index.RefreshAsync(family);
        if (await embedding is not { Question: { } asked })
            return (SimilarLookupResult.NotEmbedded, null);
        if (!await refresh)
            return (SimilarLookupResult.Unavailable, null);

        while (index.FindNearest(family, asked) is { } nearest)
        {
            switch (await cache.FindAsync(nearest.AnswerKey, cancellationToken))
            {
                case (CacheResult.Hit, { } answer):
                    return (SimilarLookupResult.Found, answer);
                case (CacheResult.Unavailable, _):
                    return (SimilarLookupResult.Unavailable, null);
                default:
                    index.Remove(family, nearest);
                    break;
            }
        }

        return (SimilarLookupResult.None, null);
    }

    private string? FamilyOf(ContextFreeQuestion question, ChatOptions options)
    {
        var endpoint = provider.Value.For(models.Value.Find(options.ModelId)).Endpoint;
        return CacheKey.ForFamily(endpoint.AbsoluteUri, $"{settings.Value.EmbeddingModel} {provider.Value.Endpoint}", question.System, options);
    }
}

internal enum SimilarLookupResult
{
    Found,
    None,

    /// <summary>The provider returned no vector.</summary>
    NotEmbedded,

    /// <summary>Redis is unavailable.</summary>
    Unavailable,

    /// <summary>The vector or Redis took longer than <see cref="SemanticCacheOptions.Patience"/>.</summary>
    TooSlow,
}
