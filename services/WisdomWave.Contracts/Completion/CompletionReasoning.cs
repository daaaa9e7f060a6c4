using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>The model thinks. Never a part of the answer.</summary>
/// <param name="Text">More of its thoughts; empty unless <see cref="CompletionRequest.ShowReasoning"/> asked for them.</param>
public sealed record CompletionReasoning(string Text = "") : CompletionEvent
{
    [JsonIgnore]
    public override string EventType => "reasoning";
}
