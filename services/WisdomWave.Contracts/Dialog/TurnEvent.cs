using System.Text.Json.Serialization;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Contracts.Dialog;

/// <summary>
/// One event of a turn. In order: one <see cref="TurnAccepted"/>, any number of <see cref="TurnDelta"/> and <see cref="TurnRestarted"/>, then
/// exactly one <see cref="TurnCompleted"/> or <see cref="TurnFailed"/>.
/// </summary>
/// <remarks>
/// On the wire these are server-sent events, named after their type, for instance
/// <code>
/// event: delta
/// data: {"type":"delta","text":"Hel"}
/// </code>
/// A stream that ends without one of the last two events was interrupted; join the turn again.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TurnAccepted), "accepted")]
[JsonDerivedType(typeof(TurnDelta), "delta")]
[JsonDerivedType(typeof(TurnRestarted), "restarted")]
[JsonDerivedType(typeof(TurnCompleted), "completed")]
[JsonDerivedType(typeof(TurnFailed), "failed")]
public abstract record TurnEvent
{
    /// <summary>The name of the server-sent event; equal to <c>type</c> in the JSON.</summary>
    [JsonIgnore]
    public abstract string EventType { get; }
}

/// <summary>The message is stored durably; the update may be confirmed to Telegram.</summary>
/// <param name="Turn">Where the reply goes, and which parts of it are already delivered.</param>
public sealed record TurnAccepted(TurnRef Turn) : TurnEvent
{
    [JsonIgnore]
    public override string EventType => "accepted";
}

/// <summary>The next piece of the answer's Markdown. A subscriber that joins late gets all earlier text in one delta.</summary>
/// <param name="Text">Text to append; never empty.</param>
public sealed record TurnDelta(string Text) : TurnEvent
{
    [JsonIgnore]
    public override string EventType => "delta";
}

/// <summary>
/// Discard all text received so far: the question is asked again (the call failed, or another message of the question arrived), or the text that
/// was shown while the model was silent is removed.
/// </summary>
public sealed record TurnRestarted : TurnEvent
{
    [JsonIgnore]
    public override string EventType => "restarted";
}

/// <summary>The turn's reply is complete and stored in the outbox.</summary>
/// <param name="Reply">The whole reply, regardless of what was streamed before.</param>
public sealed record TurnCompleted(Reply Reply) : TurnEvent
{
    /// <summary>
    /// A turn that this one started, to be delivered too (join it with <c>GET /turns/{id}/events</c>). Null for none, and always null for
    /// late subscribers: they find the turn among the undelivered ones.
    /// </summary>
    public TurnRef? Started { get; init; }

    [JsonIgnore]
    public override string EventType => "completed";
}

/// <summary>The question got no answer. The reply explains this to the user and is delivered like any other.</summary>
/// <param name="Kind">The reason, for metrics.</param>
public sealed record TurnFailed(FailureKind Kind, Reply Reply) : TurnEvent
{
    [JsonIgnore]
    public override string EventType => "failed";
}
