using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>
/// One event of a completion. In order: any number of <see cref="CompletionCallStarted"/>, <see cref="CompletionReasoning"/> and
/// <see cref="CompletionDelta"/>, then exactly one <see cref="CompletionCompleted"/> or <see cref="CompletionFailed"/>.
/// </summary>
/// <remarks>
/// On the wire these are server-sent events, named after their type, for instance
/// <code>
/// event: completed
/// data: {"type":"completed","finish":"Stop","source":"Provider","model":"gpt-5-mini","usage":{"inputTokens":21,"outputTokens":5}}
/// </code>
/// A stream that ends without one of the last two events was interrupted.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(CompletionCallStarted), "call-started")]
[JsonDerivedType(typeof(CompletionReasoning), "reasoning")]
[JsonDerivedType(typeof(CompletionDelta), "delta")]
[JsonDerivedType(typeof(CompletionTextDiscarded), "text-discarded")]
[JsonDerivedType(typeof(CompletionCompleted), "completed")]
[JsonDerivedType(typeof(CompletionFailed), "failed")]
public abstract record CompletionEvent
{
    /// <summary>The name of the server-sent event; equal to <c>type</c> in the JSON.</summary>
    [JsonIgnore]
    public abstract string EventType { get; }
}

/// <summary>The provider is being called. The caller counts these events to keep all attempts for one question within its allowance.</summary>
/// <param name="IsFallback">True when a fallback model is called instead of the requested one.</param>
/// <param name="IsJoined">True for a call of another request that this one joined. The other request pays for it.</param>
public sealed record CompletionCallStarted(bool IsFallback = false, bool IsJoined = false) : CompletionEvent
{
    [JsonIgnore]
    public override string EventType => "call-started";
}

/// <summary>The model is reasoning. This text is never part of the answer.</summary>
/// <param name="Text">The next piece of reasoning; empty unless <see cref="CompletionRequest.ShowReasoning"/> is set.</param>
public sealed record CompletionReasoning(string Text = "") : CompletionEvent
{
    [JsonIgnore]
    public override string EventType => "reasoning";
}

/// <summary>The next piece of the answer.</summary>
/// <param name="Text">Text to append; never empty.</param>
public sealed record CompletionDelta(string Text) : CompletionEvent
{
    [JsonIgnore]
    public override string EventType => "delta";
}

/// <summary>Discard all text received so far: it was reasoning that the server had not marked as such.</summary>
public sealed record CompletionTextDiscarded : CompletionEvent
{
    [JsonIgnore]
    public override string EventType => "text-discarded";
}

/// <summary>The answer is finished, though not necessarily complete: see <see cref="Finish"/>.</summary>
/// <param name="Finish">Why the model stopped.</param>
/// <param name="Source">Where the answer came from; only <see cref="AnswerSource.Provider"/> costs money.</param>
/// <param name="Model">The model that answered, as the provider names it.</param>
/// <param name="Usage">Tokens used by the call; for a cached answer, those of the original call.</param>
public sealed record CompletionCompleted(FinishKind Finish, AnswerSource Source, string Model, TokenUsage Usage) : CompletionEvent
{
    /// <summary>The cost of this request in the operator's currency: zero for a cached answer, null when the model's prices are unknown.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The model that answered, as the operator's configuration names it; null when the request named it.</summary>
    public string? ConfiguredModel { get; init; }

    /// <summary>The embedding call that searched the semantic cache; null when none was made for this request.</summary>
    public ModelUsage? Embedding { get; init; }

    /// <summary>Usage of failed calls that preceded this answer; null when there was none.</summary>
    public IReadOnlyList<ModelUsage>? Wasted { get; init; }

    [JsonIgnore]
    public override string EventType => "completed";
}

/// <summary>The request failed. Any text received so far is incomplete.</summary>
/// <param name="Kind">The reason; decides what the user is told and whether a retry can help.</param>
/// <param name="RetryAfter">How long the provider asked to wait; null when it did not say.</param>
public sealed record CompletionFailed(FailureKind Kind, TimeSpan? RetryAfter = null) : CompletionEvent
{
    /// <inheritdoc cref="CompletionCompleted.Embedding"/>
    public ModelUsage? Embedding { get; init; }

    /// <summary>Usage of calls that produced no answer, for instance of reasoning that ended without text; null when there was none.</summary>
    public IReadOnlyList<ModelUsage>? Wasted { get; init; }

    /// <summary>Set only for <see cref="FailureKind.ContextTooLong"/>.</summary>
    public ContextOverflow? Overflow { get; init; }

    [JsonIgnore]
    public override string EventType => "failed";
}

/// <summary>Where a completed answer came from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnswerSource>))]
public enum AnswerSource
{
    /// <summary>A provider call made for this request.</summary>
    Provider,

    /// <summary>The response cache.</summary>
    Cache,

    /// <summary>A provider call already in flight for an identical request. That request pays for it.</summary>
    Joined,
}

/// <summary>Why a model stopped writing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FinishKind>))]
public enum FinishKind
{
    /// <summary>The answer is complete.</summary>
    Stop,

    /// <summary>The output token limit was reached.</summary>
    Length,

    /// <summary>The provider's content filter cut the answer off.</summary>
    ContentFilter,
}

/// <summary>What a server reported about a prompt that exceeds its context window, counted with the server's own tokenizer.</summary>
/// <param name="Limit">Size of the context window (prompt and answer together), tokens; null when not reported.</param>
/// <param name="Requested">Tokens that the request needed; null when not reported.</param>
public sealed record ContextOverflow(int? Limit, int? Requested);
