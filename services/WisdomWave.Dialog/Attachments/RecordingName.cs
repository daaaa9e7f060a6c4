using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Attachments;

internal static class RecordingName
{
    private const int MaxLength = 200;

    /// <summary>A file name whose extension tells the provider the format. Telegram's voice messages have no name; they are Opus in Ogg.</summary>
    public static string Of(Attachment recording)
    {
        if (Path.GetExtension(recording.FileName) is { Length: > 1 and <= 6 } && Path.GetFileName(recording.FileName!) is { Length: <= MaxLength } name)
            return name;

        return (recording.Kind == AttachmentKind.Voice ? "voice" : "audio") + recording.MediaType switch
        {
            "video/mp4" or "audio/mp4" => ".mp4",
            "audio/x-m4a" or "audio/m4a" => ".m4a",
            "audio/mpeg" or "audio/mp3" => ".mp3",
            "audio/wav" or "audio/x-wav" => ".wav",
            "audio/flac" or "audio/x-flac" => ".flac",
            "audio/webm" => ".webm",
            _ => recording.Kind == AttachmentKind.Voice ? ".ogg" : ".mp3",
        };
    }
}
