using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>The turn's reply is in the outbox.</summary>
/// <param name="Reply">The whole of it, whatever was streamed before.</param>
public sealed record TurnCompleted(Reply Reply) : TurnEvent
{
    /// <summary>
    /// A turn that this one began, whose reply is to be delivered as well (join it by <c>GET /turns/{id}/events</c>); null for none, and
    /// for those who join later: they find it among the turns that are not delivered.
    /// </summary>
    public TurnRef? Begun { get; init; }

    [JsonIgnore]
    public override string EventType => "completed";
}
