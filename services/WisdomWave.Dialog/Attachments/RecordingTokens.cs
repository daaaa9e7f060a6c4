using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Attachments;

internal static class RecordingTokens
{
    // Models that count tokens take ten of sound in a second, and about five of words.
    private const int PerSecond = 15;

    // Telegram's own voice messages are Opus of 16 to 32 kbit/s; most other files have at least 96.
    private const int VoiceBytesPerSecond = 3_000, OtherBytesPerSecond = 12_000;

    private const int SecondsOfUnknownSize = 60;

    /// <summary>What listening may take, told before anybody has heard it.</summary>
    public static int Estimate(Attachment recording)
    {
        var isVoice = recording is { Kind: AttachmentKind.Voice, MediaType: null or "audio/ogg" };
        var seconds = recording.Size is { } size ? size / (isVoice ? VoiceBytesPerSecond : OtherBytesPerSecond) : SecondsOfUnknownSize;
        return (int)Math.Clamp(seconds * PerSecond, PerSecond, int.MaxValue);
    }
}
