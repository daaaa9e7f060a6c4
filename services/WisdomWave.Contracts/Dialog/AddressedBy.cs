using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>Why a message concerns the bot. Group chatter that has no reason never leaves ingress.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AddressedBy>))]
public enum AddressedBy
{
    /// <summary>Written in a private chat.</summary>
    PrivateChat,

    /// <summary>A mention entity of the bot.</summary>
    Mention,

    /// <summary>A reply to a message of the bot.</summary>
    Reply,

    /// <summary>A command, in a group one that names the bot or no bot.</summary>
    Command,
}
