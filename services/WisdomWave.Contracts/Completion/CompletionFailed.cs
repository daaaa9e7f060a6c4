using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>There is no answer, or only a part of it.</summary>
/// <param name="Kind">Why; decides what the person is told and whether trying again can help.</param>
/// <param name="RetryAfter">How long the provider asked to wait, where it did.</param>
public sealed record CompletionFailed(FailureKind Kind, TimeSpan? RetryAfter = null) : CompletionEvent
{
    /// <summary>As in <see cref="CompletionCompleted.Embedding"/>.</summary>
    public ModelUsage? Embedding { get; init; }

    /// <summary>As in <see cref="CompletionCompleted.Wasted"/>: an answer without a visible word costs what it took to think.</summary>
    public IReadOnlyList<ModelUsage>? Wasted { get; init; }

    /// <summary>Of <see cref="FailureKind.ContextTooLong"/>.</summary>
    public ContextOverflow? Overflow { get; init; }

    [JsonIgnore]
    public override string EventType => "failed";
}
