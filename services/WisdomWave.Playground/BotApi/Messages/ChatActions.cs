using System.Collections.Frozen;

namespace WisdomWave.Playground.BotApi.Messages;

/// <summary>What sendChatAction may say.</summary>
internal static class ChatActions
{
    public static readonly FrozenSet<string> Known =
    [
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    ];
}
