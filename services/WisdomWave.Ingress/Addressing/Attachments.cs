using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Addressing;

/// <summary>What was sent beside a message's text; nothing for texts and for service messages.</summary>
internal static class Attachments
{
    // Telegram makes several sizes of a photo, the longer side 90, 320, 800, 1280 and at most 2560: more costs tokens and shows a model no more.
    private const int LongestSide = 1280;

    private static readonly Attachment Other = new(AttachmentKind.Other, FileId: "");

    public static IReadOnlyList<Attachment> Of(Message message) => message switch
    {
        // Old clients show an animation as a document, and so it comes with one.
        { Animation: not null } => [Other],
        { Photo: [_, ..] sizes } => [Photo(sizes)],
        { Voice: { } voice } => [Voice(voice)],
        { VideoNote: { } note } => [VideoNote(note)],
        { Audio: { } audio } => [Audio(audio)],
        { Document: { } document } => [Document(document)],
        {
            Type: MessageType.Video or MessageType.Sticker or MessageType.Location or MessageType.Venue or MessageType.Contact or MessageType.Poll
                or MessageType.Dice or MessageType.Game or MessageType.Invoice or MessageType.Story or MessageType.PaidMedia or MessageType.LivePhoto
                or MessageType.Checklist or MessageType.Giveaway or MessageType.RichMessage,
        } => [Other],
        _ => [],
    };

    /// <summary>Of a message in another chat that is replied to.</summary>
    public static IReadOnlyList<Attachment> Of(ExternalReplyInfo message) => message switch
    {
        { Animation: not null } => [Other],
        { Photo: [_, ..] sizes } => [Photo(sizes)],
        { Voice: { } voice } => [Voice(voice)],
        { VideoNote: { } note } => [VideoNote(note)],
        { Audio: { } audio } => [Audio(audio)],
        { Document: { } document } => [Document(document)],
        { Video: not null } or { Sticker: not null } or { Story: not null } or { Poll: not null } => [Other],
        _ => [],
    };

    private static Attachment Photo(IEnumerable<PhotoSize> sizes)
    {
        var ascending = sizes.OrderBy(LongerSideOf).ToList();
        var size = ascending.FindLast(size => LongerSideOf(size) <= LongestSide) ?? ascending[0];
        return new(AttachmentKind.Photo, size.FileId, Size: size.FileSize);
    }

    private static Attachment Voice(Voice voice) => new(AttachmentKind.Voice, voice.FileId, MediaType: voice.MimeType, Size: voice.FileSize);

    // Telegram does not say so, but a round video is always an MP4.
    private static Attachment VideoNote(VideoNote note) => new(AttachmentKind.Voice, note.FileId, MediaType: "video/mp4", Size: note.FileSize);

    private static Attachment Audio(Audio audio) => new(AttachmentKind.Audio, audio.FileId, audio.FileName, audio.MimeType, audio.FileSize);

    private static Attachment Document(Document document) =>
        new(AttachmentKind.Document, document.FileId, document.FileName, document.MimeType, document.FileSize);

    private static int LongerSideOf(PhotoSize size) => Math.Max(size.Width, size.Height);
}
