using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>The message is on disk: Telegram may forget the update.</summary>
/// <param name="Turn">Where its reply goes and what of it has been delivered already.</param>
public sealed record TurnAccepted(TurnRef Turn) : TurnEvent
{
    [JsonIgnore]
    public override string EventType => "accepted";
}
