using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

[JsonConverter(typeof(JsonStringEnumConverter<ChatKind>))]
public enum ChatKind
{
    Private,

    /// <summary>Groups and supergroups.</summary>
    Group,
}
