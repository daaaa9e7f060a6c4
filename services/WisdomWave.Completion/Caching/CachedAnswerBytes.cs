using System.IO.Compression;
using System.Text.Json;

namespace WisdomWave.Completion.Caching;

/// <summary>An answer as Redis holds it: JSON, from some size on compressed with Brotli.</summary>
internal static class CachedAnswerBytes
{
    // Below this the bytes saved are not worth the time.
    private const int CompressedFrom = 1024;

    // JSON begins with a brace; no byte in front of it tells the two apart better than that.
    private const byte PlainStart = (byte)'{';
    private const byte Compressed = 1;

    public static byte[] Of(CachedAnswer answer)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, CacheJson.Default.CachedAnswer);
        if (json.Length < CompressedFrom)
            return json;

        using var bytes = new MemoryStream(json.Length / 2);
        bytes.WriteByte(Compressed);
        using (var brotli = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(json);
        return bytes.ToArray();
    }

    /// <exception cref="JsonException">It is no answer.</exception>
    /// <exception cref="InvalidDataException">Its compression is damaged.</exception>
    public static CachedAnswer? Read(byte[] bytes)
    {
        if (bytes is [PlainStart, ..])
            return JsonSerializer.Deserialize(bytes, CacheJson.Default.CachedAnswer);
        if (bytes is not [Compressed, ..])
            throw new InvalidDataException("Neither JSON nor compressed JSON.");

        using var brotli = new BrotliStream(new MemoryStream(bytes, 1, bytes.Length - 1), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(brotli, CacheJson.Default.CachedAnswer);
    }
}
