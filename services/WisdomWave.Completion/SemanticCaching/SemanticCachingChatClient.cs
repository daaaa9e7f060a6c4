using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Metrics;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Reasoning;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.SemanticCaching;

/// <summary>
/// Answers a question without history as a similar one was answered, or passes it on and remembers it. Inside of the single
/// flight, so that a thousand who ask the same cost one embedding.
/// </summary>
internal sealed class SemanticCachingChatClient(
    IChatClient innerClient,
    AnswerCache cache,
    QuestionIndex index,
    QuestionEmbedder embedder,
    IOptions<SemanticCacheOptions> settings,
    IOptions<ProviderOptions> provider,
    IOptions<ModelCatalog> models,
    CompletionMetrics metrics,
    TimeProvider time)
    : StreamedChatClient(innerClient)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        options is AnswerOptions { Key: { } key, Fresh: false, CacheIsAway: false }
        && ContextFreeQuestion.In(messages) is { } question
        && FamilyOf(question, options) is { } family
            ? AnswerAsync(question, family, key, messages, options, cancellationToken)
            : InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(
        ContextFreeQuestion question, string family, string key, IEnumerable<ChatMessage> messages, ChatOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var embedding = embedder.EmbedAsync(question.Text, key, over.Token);
        try
        {
            var (result, found) = await FindAsync(family, embedding, cancellationToken);
            metrics.SimilarLookedUp(result);
            var isTold = embedding.IsCompleted;
            if (isTold && await embedding is { } call)
                yield return new ChatResponseUpdate { RawRepresentation = call };
            if (found is not null)
            {
                yield return new ChatResponseUpdate { RawRepresentation = SimilarAnswer.Instance };
                foreach (var update in Replay.Of(found))
                    yield return update;
                yield break;
            }

            var end = new AnswerEnd();
            var hasText = false;
            await foreach (var update in InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                end.Take(update);
                hasText = (hasText && update.RawRepresentation is not TextWasReasoning) || update.Text.Length > 0;
                yield return update;
            }

            // A vector that came too late for this question serves the next one.
            if (!embedding.IsCompleted || await embedding is not { } late)
                yield break;
            if (hasText && end.Finish == FinishKind.Stop && late.Question is { } embedded)
                index.Remember(family, embedded);
            if (!isTold)
                yield return new ChatResponseUpdate { RawRepresentation = late };
        }
        finally
        {
            await over.CancelAsync();
            await embedding;
        }
    }

    private async Task<(SimilarResult Result, CachedAnswer? Answer)> FindAsync(
        string family, Task<EmbeddingCall?> embedding, CancellationToken cancellationToken)
    {
        try
        {
            return await LookUpAsync(family, embedding, cancellationToken).WaitAsync(settings.Value.Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return (SimilarResult.TooSlow, null);
        }
    }

    private async Task<(SimilarResult Result, CachedAnswer? Answer)> LookUpAsync(
        string family, Task<EmbeddingCall?> embedding, CancellationToken cancellationToken)
    {
        var reading = index.ReadOnAsync(family);
        if (await embedding is not { Question: { } asked })
            return (SimilarResult.NotEmbedded, null);
        if (!await reading)
            return (SimilarResult.Unavailable, null);

        while (index.Nearest(family, asked) is { } nearest)
        {
            switch (await cache.FindAsync(nearest.AnswerKey, cancellationToken))
            {
                case (CacheResult.Hit, { } answer):
                    return (SimilarResult.Found, answer);
                case (CacheResult.Unavailable, _):
                    return (SimilarResult.Unavailable, null);
                default:
                    index.Forget(family, nearest);
                    break;
            }
        }

        return (SimilarResult.None, null);
    }

    private string? FamilyOf(ContextFreeQuestion question, ChatOptions options)
    {
        var endpoint = provider.Value.For(models.Value.Find(options.ModelId)).Endpoint;
        return CacheKey.ForFamily(endpoint.AbsoluteUri, $"{settings.Value.EmbeddingModel} {provider.Value.Endpoint}", question.System, options);
    }
}
