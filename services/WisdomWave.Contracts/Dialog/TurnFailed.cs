using System.Text.Json.Serialization;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Contracts.Dialog;

/// <summary>The question got no answer. The reply says so in the person's words; it is delivered like any other.</summary>
/// <param name="Kind">Why, for metrics.</param>
/// <param name="Reply">What the person is told.</param>
public sealed record TurnFailed(FailureKind Kind, Reply Reply) : TurnEvent
{
    [JsonIgnore]
    public override string EventType => "failed";
}
