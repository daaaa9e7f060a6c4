using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>The provider is being called. Who asks counts these, so that a question that is asked again stays within its allowance.</summary>
/// <param name="IsStandIn">Whether the call is of a model that stands in for the one that was asked.</param>
public sealed record CompletionAsked(bool IsStandIn = false) : CompletionEvent
{
    [JsonIgnore]
    public override string EventType => "asked";
}
