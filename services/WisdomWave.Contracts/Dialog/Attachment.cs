using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>A file or other non-text content of a message. Download its bytes from ingress: <c>GET /bots/{botId}/files/{fileId}</c>.</summary>
/// <param name="FileId">
/// Telegram's file id, valid for this bot as long as the file exists; empty for kinds that the bot cannot process
/// (from <see cref="AttachmentKind.Video"/> on).
/// </param>
/// <param name="FileName">As the sender's client reports it; null when it does not. Never use it as a path.</param>
/// <param name="MediaType">As the sender's client reports it; null when it does not.</param>
/// <param name="Size">Bytes; null when unknown. Telegram's own servers give bots no file over 20 MB.</param>
public sealed record Attachment(AttachmentKind Kind, string FileId, string? FileName = null, string? MediaType = null, long? Size = null);

[JsonConverter(typeof(JsonStringEnumConverter<AttachmentKind>))]
public enum AttachmentKind
{
    /// <summary>An image that Telegram has compressed.</summary>
    Photo,

    /// <summary>A recording made in the chat; also the sound of a video note.</summary>
    Voice,

    /// <summary>An audio file.</summary>
    Audio,

    /// <summary>Any other file.</summary>
    Document,

    /// <summary>This kind and all that follow cannot be processed; the user and the model are told so.</summary>
    Video,

    /// <summary>A GIF or silent video.</summary>
    Animation,

    Sticker,

    /// <summary>A location, live location or venue.</summary>
    Location,

    Contact,

    Poll,

    /// <summary>An animated emoji with a random value: dice, darts, slot machine.</summary>
    Dice,

    Game,

    Invoice,

    Story,

    PaidMedia,

    Checklist,

    Giveaway,

    Other,
}
