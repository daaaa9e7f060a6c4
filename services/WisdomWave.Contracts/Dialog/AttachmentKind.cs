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

    /// <summary>Like all that follow, something that the bot cannot see. The person and the model are told so.</summary>
    Video,

    /// <summary>A silent video that repeats, a GIF.</summary>
    Animation,

    Sticker,

    /// <summary>A place, also one that moves or has a name.</summary>
    Location,

    Contact,

    Poll,

    /// <summary>A die, a dart, a slot machine.</summary>
    Dice,

    Game,

    Invoice,

    Story,

    PaidMedia,

    Checklist,

    Giveaway,

    /// <summary>Anything else.</summary>
    Other,
}
