using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

[JsonConverter(typeof(JsonStringEnumConverter<PartState>))]
public enum PartState
{
    /// <summary>Sent, its text still to change.</summary>
    Placeholder,

    /// <summary>Its text is final; other parts follow.</summary>
    Final,

    /// <summary>Its text is final and it is the reply's last part: the turn is delivered.</summary>
    Last,

    /// <summary>
    /// About to be sent: reported before the request, so that a message whose send was never confirmed can be found again. The
    /// message id is the highest one that was in use in the chat's counter (<see cref="MessageCounters"/>) before; 0 when unknown.
    /// </summary>
    Sending,
}
