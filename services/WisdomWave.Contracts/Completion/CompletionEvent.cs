using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>What happens to a completion, in order: any number of calls, thoughts and deltas, then one end.</summary>
/// <remarks>
/// On the wire: server-sent events whose name is the type, for instance
/// <code>
/// event: completed
/// data: {"type":"completed","finish":"Stop","source":"Provider","model":"gpt-5-mini","usage":{"inputTokens":21,"outputTokens":5}}
/// </code>
/// A stream that ends without <see cref="CompletionCompleted"/> or <see cref="CompletionFailed"/> was cut.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(CompletionAsked), "asked")]
[JsonDerivedType(typeof(CompletionReasoning), "reasoning")]
[JsonDerivedType(typeof(CompletionDelta), "delta")]
[JsonDerivedType(typeof(CompletionTakenBack), "taken-back")]
[JsonDerivedType(typeof(CompletionCompleted), "completed")]
[JsonDerivedType(typeof(CompletionFailed), "failed")]
public abstract record CompletionEvent
{
    /// <summary>The name of the server-sent event; the same word as the JSON's <c>type</c>.</summary>
    [JsonIgnore]
    public abstract string EventType { get; }
}
