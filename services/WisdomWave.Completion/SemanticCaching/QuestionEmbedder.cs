using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Models.Failures;
using WisdomWave.Completion.Telemetry;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.SemanticCaching;

/// <summary>Lets the provider embed questions. It never fails: without a vector a question is answered without the semantic cache.</summary>
internal sealed partial class QuestionEmbedder(
    IEmbeddingGenerator<string, Embedding<float>> embeddings,
    IOptions<SemanticCacheOptions> options,
    CompletionMetrics metrics,
    TimeProvider time,
    ILogger<QuestionEmbedder> logger)
{
    /// <summary>Spares a server that has no embeddings a call for every question.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(30);

    private long _pausedUntil = long.MinValue;

    /// <returns>Null if no embedding was made.</returns>
    public async Task<EmbeddingCall?> EmbedAsync(string text, string answerKey, string? bot, CancellationToken cancellationToken)
    {
        if (time.GetTimestamp() < Volatile.Read(ref _pausedUntil))
            return null;
        try
        {
            var vectors = await embeddings.GenerateAsync([text], cancellationToken: cancellationToken);
            var tokens = (int)(vectors.Usage?.InputTokenCount ?? 0);
            var cost = options.Value.InputPrice * tokens / 1_000_000;
            var call = new EmbeddingCall(EmbeddedQuestion.Of(text, answerKey, vectors[0].Vector.Span), new(options.Value.EmbeddingModel, new(tokens, 0), cost));
            metrics.AddCost(cost, "embeddings", options.Value.EmbeddingModel, bot);
            return call;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        // An unknown server may return anything. The SDK throws many types of exceptions for it, and none may fail the answer.
        catch (Exception e)
        {
            Volatile.Write(ref _pausedUntil, time.GetTimestamp() + (long)(PauseAfterFailure.TotalSeconds * time.TimestampFrequency));
            var failure = ProviderFailure.From(e, time) ?? new(FailureKind.Unavailable);
            LogFailed(options.Value.EmbeddingModel, failure.Kind, failure.Status, PauseAfterFailure.TotalSeconds, failure.ErrorForLog);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} returned no embedding: {Kind} ({Status}). The semantic cache pauses for {Seconds} s. Set SemanticCache:EmbeddingModel to a model that the provider has. Error: {Error}")]
    private partial void LogFailed(string model, FailureKind kind, int status, double seconds, ProviderError error);
}

/// <summary>An embedding was made. The <see cref="ChatResponseUpdate.RawRepresentation"/> of an update, which reports its usage.</summary>
/// <param name="Question">Null for a vector without a direction.</param>
/// <param name="Usage">Tokens and cost, whether or not the vector is usable.</param>
internal sealed record EmbeddingCall(EmbeddedQuestion? Question, ModelUsage Usage);
