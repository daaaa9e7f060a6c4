using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

[JsonConverter(typeof(JsonStringEnumConverter<AttachmentKind>))]
public enum AttachmentKind
{
    /// <summary>A picture that Telegram has compressed.</summary>
    Photo,

    /// <summary>A recording made in the chat (also the sound of a video note).</summary>
    Voice,

    /// <summary>A sound file.</summary>
    Audio,

    /// <summary>Any other file.</summary>
    Document,

    /// <summary>What the bot has no use for: stickers, videos, places, polls. The person is told so.</summary>
    Other,
}
