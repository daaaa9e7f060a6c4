namespace WisdomWave.Dialog.Attachments;

internal static class PictureType
{
    /// <summary>By its first bytes; null for what models do not take.</summary>
    public static string? Of(ReadOnlySpan<byte> data) =>
        data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : data.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png"
        : data.StartsWith("GIF8"u8) ? "image/gif"
        : data.StartsWith("RIFF"u8) && data.Length > 12 && data[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : null;
}
