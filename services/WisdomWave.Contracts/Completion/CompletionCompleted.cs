using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>The answer is whole, or as whole as it will get: see <see cref="Finish"/>.</summary>
/// <param name="Finish">Why the model stopped.</param>
/// <param name="Source">Where the answer came from; only <see cref="AnswerSource.Provider"/> cost money.</param>
/// <param name="Model">The model that answered, as the provider names it.</param>
/// <param name="Usage">What the call took, or had taken when the answer was cached.</param>
public sealed record CompletionCompleted(FinishKind Finish, AnswerSource Source, string Model, TokenUsage Usage) : CompletionEvent
{
    /// <summary>What the request cost, in the operator's currency: nothing from the cache; null where the model's prices are not known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>What it took beside that to look for a similar question: an embedding; null where none was made for this request.</summary>
    public ModelUsage? Embedding { get; init; }

    /// <summary>What calls took that came to nothing before this answer; null where there were none, or they took nothing.</summary>
    public IReadOnlyList<ModelUsage>? Wasted { get; init; }

    [JsonIgnore]
    public override string EventType => "completed";
}
