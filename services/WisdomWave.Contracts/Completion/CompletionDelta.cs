using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>More of the answer.</summary>
/// <param name="Text">To append; never empty.</param>
public sealed record CompletionDelta(string Text) : CompletionEvent
{
    [JsonIgnore]
    public override string EventType => "delta";
}
