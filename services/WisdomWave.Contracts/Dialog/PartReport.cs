using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>One of the reports in <c>POST /part-reports</c>, which may belong to different turns; idempotent.</summary>
/// <param name="Part">Zero-based.</param>
public sealed record TurnPartReport(Guid TurnId, int Part, PartReport Report);

/// <summary>The state of one part of a reply.</summary>
/// <param name="MessageId">Telegram's id of the message; for <see cref="PartState.Sending"/> see there.</param>
public sealed record PartReport(int MessageId, PartState State);

/// <summary>One part of a reply, as last reported.</summary>
/// <param name="Part">Zero-based; part 0 is the message into which the text is streamed.</param>
/// <param name="MessageId">Telegram's id of the message in its chat; for <see cref="PartState.Sending"/> see there.</param>
public sealed record DeliveredPart(int Part, int MessageId, PartState State);

[JsonConverter(typeof(JsonStringEnumConverter<PartState>))]
public enum PartState
{
    /// <summary>Sent; its text will still change.</summary>
    Placeholder,

    /// <summary>Its text is final; more parts follow.</summary>
    Final,

    /// <summary>Its text is final and no more parts follow: the turn is delivered.</summary>
    Last,

    /// <summary>
    /// About to be sent. Reported before the request, so that a message whose send is never confirmed can be found later. The message
    /// id is then the highest id known to be in use in the chat's counter (<see cref="MessageCounters"/>); 0 when unknown.
    /// </summary>
    Sending,
}
