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
}
