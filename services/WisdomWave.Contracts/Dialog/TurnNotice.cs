using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>Something happens that the person may want to know while waiting; not part of the reply.</summary>
/// <param name="Kind">What.</param>
public sealed record TurnNotice(NoticeKind Kind) : TurnEvent
{
    [JsonIgnore]
    public override string EventType => "notice";
}
