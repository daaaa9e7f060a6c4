using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>Who sees a commands menu.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MenuScope>))]
public enum MenuScope
{
    PrivateChats,
    Groups,
    GroupAdmins,
}
