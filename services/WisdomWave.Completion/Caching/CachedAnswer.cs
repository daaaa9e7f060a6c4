using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Caching;

/// <summary>An answer that the model completed by itself; only such answers are stored.</summary>
internal sealed record CachedAnswer(string Text, string? Model, TokenUsage Usage)
{
    private const int PieceLength = 1024;

    /// <summary>When Redis removes it; null for an answer that is not stored, or that an earlier version stored.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The answer as a provider would have streamed it, in larger pieces. Each update references the answer, which identifies its source.</summary>
    public IEnumerable<ChatResponseUpdate> ToUpdates()
    {
        for (var start = 0; start < Text.Length;)
        {
            var length = Utf16Text.SafeLength(Text.AsSpan(start), PieceLength);
            yield return new(ChatRole.Assistant, Text.Substring(start, length)) { ModelId = Model, RawRepresentation = this };
            start += length;
        }

        var usage = new UsageDetails
        {
            InputTokenCount = Usage.InputTokens,
            OutputTokenCount = Usage.OutputTokens,
            TotalTokenCount = Usage.TotalTokens,
            CachedInputTokenCount = Usage.CachedInputTokens,
        };
        yield return new(ChatRole.Assistant, [new UsageContent(usage)])
        {
            ModelId = Model,
            FinishReason = ChatFinishReason.Stop,
            RawRepresentation = this,
        };
    }
}

/// <summary>An answer as Redis stores it: JSON, compressed with Brotli if it is large.</summary>
internal static class CachedAnswerBytes
{
    // Below this size compression takes more time than it is worth.
    private const int MinCompressedLength = 1024;

    // The first byte tells the formats apart: plain JSON starts with a brace.
    private const byte PlainStart = (byte)'{';
    private const byte Compressed = 1;

    public static byte[] Of(CachedAnswer answer)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, CacheJson.Default.CachedAnswer);
        if (json.Length < MinCompressedLength)
            return json;

        using var bytes = new MemoryStream(json.Length / 2);
        bytes.WriteByte(Compressed);
        using (var brotli = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(json);
        return bytes.ToArray();
    }

    /// <exception cref="JsonException">The JSON is not an answer.</exception>
    /// <exception cref="InvalidDataException">The format is unknown or the compressed data is corrupt.</exception>
    public static CachedAnswer? Read(byte[] bytes)
    {
        if (bytes is [PlainStart, ..])
            return JsonSerializer.Deserialize(bytes, CacheJson.Default.CachedAnswer);
        if (bytes is not [Compressed, ..])
            throw new InvalidDataException("The data is neither JSON nor compressed JSON.");

        using var brotli = new BrotliStream(new MemoryStream(bytes, 1, bytes.Length - 1), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(brotli, CacheJson.Default.CachedAnswer);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CachedAnswer))]
internal sealed partial class CacheJson : JsonSerializerContext;
