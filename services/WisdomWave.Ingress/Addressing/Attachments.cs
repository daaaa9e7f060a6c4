using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Addressing;

/// <summary>Finds the attachments of a message; empty for plain texts and service messages.</summary>
internal static class Attachments
{
    // Pixels. Telegram stores a photo in several sizes, with a longer side of 90, 320, 800, 1280 and at most 2560. Larger ones cost more
    // tokens without result the model more.
    private const int LongestSide = 1280;

    public static IReadOnlyList<Attachment> Of(Message message) => message switch
    {
        // For old clients, Telegram sends an animation with a document as well.
        { Animation: not null } => [Unseen(AttachmentKind.Animation)],
        { Photo: [_, ..] sizes } => [Photo(sizes)],
        { Voice: { } voice } => [Voice(voice)],
        { VideoNote: { } note } => [VideoNote(note)],
        { Audio: { } audio } => [Audio(audio)],
        { Document: { } document } => [Document(document)],
        _ => UnseenKind(message.Type) is { } kind ? [Unseen(kind)] : [],
    };

    private static AttachmentKind? UnseenKind(MessageType type) => type switch
    {
        MessageType.Video or MessageType.LivePhoto => AttachmentKind.Video,
        MessageType.Sticker => AttachmentKind.Sticker,
        MessageType.Location or MessageType.Venue => AttachmentKind.Location,
        MessageType.Contact => AttachmentKind.Contact,
        MessageType.Poll => AttachmentKind.Poll,
        MessageType.Dice => AttachmentKind.Dice,
        MessageType.Game => AttachmentKind.Game,
        MessageType.Invoice => AttachmentKind.Invoice,
        MessageType.Story => AttachmentKind.Story,
        MessageType.PaidMedia => AttachmentKind.PaidMedia,
        MessageType.Checklist => AttachmentKind.Checklist,
        MessageType.Giveaway or MessageType.GiveawayWinners => AttachmentKind.Giveaway,
        MessageType.RichMessage => AttachmentKind.Other,
        _ => null,
    };

    /// <summary>The attachments of a replied-to message in another chat.</summary>
    public static IReadOnlyList<Attachment> Of(ExternalReplyInfo message) => message switch
    {
        { Animation: not null } => [Unseen(AttachmentKind.Animation)],
        { Photo: [_, ..] sizes } => [Photo(sizes)],
        { Voice: { } voice } => [Voice(voice)],
        { VideoNote: { } note } => [VideoNote(note)],
        { Audio: { } audio } => [Audio(audio)],
        { Document: { } document } => [Document(document)],
        { Video: not null } or { LivePhoto: not null } => [Unseen(AttachmentKind.Video)],
        { Sticker: not null } => [Unseen(AttachmentKind.Sticker)],
        { Location: not null } or { Venue: not null } => [Unseen(AttachmentKind.Location)],
        { Contact: not null } => [Unseen(AttachmentKind.Contact)],
        { Poll: not null } => [Unseen(AttachmentKind.Poll)],
        { Dice: not null } => [Unseen(AttachmentKind.Dice)],
        { Game: not null } => [Unseen(AttachmentKind.Game)],
        { Invoice: not null } => [Unseen(AttachmentKind.Invoice)],
        { Story: not null } => [Unseen(AttachmentKind.Story)],
        { PaidMedia: not null } => [Unseen(AttachmentKind.PaidMedia)],
        { Checklist: not null } => [Unseen(AttachmentKind.Checklist)],
        { Giveaway: not null } or { GiveawayWinners: not null } => [Unseen(AttachmentKind.Giveaway)],
        _ => [],
    };

    private static Attachment Unseen(AttachmentKind kind) => new(kind, FileId: "");

    private static Attachment Photo(IEnumerable<PhotoSize> sizes)
    {
        var ascending = sizes.OrderBy(LongerSideOf).ToList();
        var size = ascending.FindLast(size => LongerSideOf(size) <= LongestSide) ?? ascending[0];
        return new(AttachmentKind.Photo, size.FileId, Size: size.FileSize);
    }

    private static Attachment Voice(Voice voice) => new(AttachmentKind.Voice, voice.FileId, MediaType: voice.MimeType, Size: voice.FileSize);

    // Telegram does not report the type, but a video note is always an MP4.
    private static Attachment VideoNote(VideoNote note) => new(AttachmentKind.Voice, note.FileId, MediaType: "video/mp4", Size: note.FileSize);

    private static Attachment Audio(Audio audio) => new(AttachmentKind.Audio, audio.FileId, audio.FileName, audio.MimeType, audio.FileSize);

    private static Attachment Document(Document document) =>
        new(AttachmentKind.Document, document.FileId, document.FileName, document.MimeType, document.FileSize);

    private static int LongerSideOf(PhotoSize size) => Math.Max(size.Width, size.Height);
}
