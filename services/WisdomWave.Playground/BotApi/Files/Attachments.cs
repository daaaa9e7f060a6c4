using System.Buffers.Binary;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.BotApi.Files;

/// <summary>Attaches a stored file to a message.</summary>
internal static class Attachments
{
    public static Message AsDocument(this Message message, StoredFile file) => message with
    {
        Document = new() { FileId = file.Id, FileUniqueId = file.UniqueId, FileName = file.Name, MimeType = file.ContentType, FileSize = file.Bytes.Length },
    };

    public static Message AsPhoto(this Message message, StoredFile file)
    {
        var (width, height) = SizeOf(file.Bytes.Span);
        return message with
        {
            Photo = [new() { FileId = file.Id, FileUniqueId = file.UniqueId, Width = width, Height = height, FileSize = file.Bytes.Length }],
        };
    }

    public static Message AsVoice(this Message message, StoredFile file) => message with
    {
        Voice = new() { FileId = file.Id, FileUniqueId = file.UniqueId, Duration = Seconds(file), MimeType = file.ContentType, FileSize = file.Bytes.Length },
    };

    /// <summary>Replaces the estimated duration with the recorder's own, if known.</summary>
    public static Message WithDuration(this Message message, int? seconds) =>
        seconds is { } known && message.Voice is { } voice ? message with { Voice = voice with { Duration = Math.Max(1, known) } } : message;

    public static Message AsAudio(this Message message, StoredFile file) => message with
    {
        Audio = new() { FileId = file.Id, FileUniqueId = file.UniqueId, Duration = Seconds(file), FileName = file.Name, MimeType = file.ContentType, FileSize = file.Bytes.Length },
    };

    /// <summary>An estimate for 16 kbit/s, the bit rate of voice messages.</summary>
    private static int Seconds(StoredFile file) => Math.Max(1, file.Bytes.Length / 2_000);

    /// <summary>A PNG file has its size at a fixed offset; for other formats a plausible size is enough.</summary>
    private static (int Width, int Height) SizeOf(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 24 && bytes[1..4].SequenceEqual("PNG"u8)
            ? (BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]))
            : (1280, 960);
}
