using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>The turn's reply is in the outbox.</summary>
/// <param name="Reply">The whole of it, whatever was streamed before.</param>
public sealed record TurnCompleted(Reply Reply) : TurnEvent
{
    [JsonIgnore]
    public override string EventType => "completed";
}
