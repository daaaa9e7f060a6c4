using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>What happens to a turn, in order: one <see cref="TurnAccepted"/>, any number of deltas and notices, one end.</summary>
/// <remarks>
/// On the wire: server-sent events whose name is the type, for instance
/// <code>
/// event: delta
/// data: {"type":"delta","text":"Hel"}
/// </code>
/// A stream that ends without <see cref="TurnCompleted"/> or <see cref="TurnFailed"/> was cut: join the turn again.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TurnAccepted), "accepted")]
[JsonDerivedType(typeof(TurnDelta), "delta")]
[JsonDerivedType(typeof(TurnNotice), "notice")]
[JsonDerivedType(typeof(TurnCompleted), "completed")]
[JsonDerivedType(typeof(TurnFailed), "failed")]
public abstract record TurnEvent
{
    /// <summary>The name of the server-sent event; the same word as the JSON's <c>type</c>.</summary>
    [JsonIgnore]
    public abstract string EventType { get; }
}
