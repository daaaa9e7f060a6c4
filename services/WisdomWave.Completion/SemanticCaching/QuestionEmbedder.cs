using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Metrics;
using WisdomWave.Completion.Models;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.SemanticCaching;

/// <summary>Has the provider turn questions into vectors. Never fails: without a vector a question is answered as always.</summary>
internal sealed partial class QuestionEmbedder(
    IEmbeddingGenerator<string, Embedding<float>> embeddings,
    IOptions<SemanticCacheOptions> options,
    CompletionMetrics metrics,
    TimeProvider time,
    ILogger<QuestionEmbedder> logger)
{
    /// <summary>A server without embeddings is not asked with every question.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(30);

    private long _asksAgainAt = long.MinValue;

    /// <returns>Null when none was made.</returns>
    public async Task<EmbeddingCall?> EmbedAsync(string text, string answerKey, CancellationToken cancellationToken)
    {
        if (time.GetTimestamp() < Volatile.Read(ref _asksAgainAt))
            return null;
        try
        {
            var vectors = await embeddings.GenerateAsync([text], cancellationToken: cancellationToken);
            var tokens = (int)(vectors.Usage?.InputTokenCount ?? 0);
            var cost = options.Value.InputPrice * tokens / 1_000_000;
            metrics.Paid(cost, "embeddings");
            return new(EmbeddedQuestion.Of(text, answerKey, vectors[0].Vector.Span), new(options.Value.EmbeddingModel, new(tokens, 0), cost));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        // Whatever an unknown server sends back: the SDK has many ways to stumble over it, and none may cost the answer.
        catch (Exception e)
        {
            Volatile.Write(ref _asksAgainAt, time.GetTimestamp() + (long)(PauseAfterFailure.TotalSeconds * time.TimestampFrequency));
            var failure = ProviderFailures.Of(e, time) ?? new(FailureKind.Unavailable);
            LogFailed(options.Value.EmbeddingModel, failure.Kind, failure.Status, failure.Words, PauseAfterFailure.TotalSeconds);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} embeds nothing: {Kind} ({Status}), {Words}. No similar questions for {Seconds} s; SemanticCache:EmbeddingModel names the model")]
    private partial void LogFailed(string model, FailureKind kind, int status, ProviderError words, double seconds);
}
