using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>More of the answer's Markdown. Whoever joins late gets what has come so far as one delta.</summary>
/// <param name="Text">To append; never empty.</param>
public sealed record TurnDelta(string Text) : TurnEvent
{
    [JsonIgnore]
    public override string EventType => "delta";
}
