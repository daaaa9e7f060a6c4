using System.Text.Json;

namespace WisdomWave.Ingress.Receiving;

/// <summary>The raw JSON of an update, found in one pass over the bytes regardless of nesting.</summary>
/// <param name="Id">The update id; 0 when it cannot be read.</param>
/// <param name="Json">The update's JSON; only parse it when <paramref name="IsReadable"/>.</param>
/// <param name="IsReadable">False when the update is longer or nested deeper than any real one.</param>
internal readonly record struct RawUpdate(long Id, ReadOnlyMemory<byte> Json, bool IsReadable)
{
    /// <summary>Bytes. The longest possible text and quoted text with all their formatting need less than half of this.</summary>
    private const int LongestUpdate = 1024 * 1024;

    /// <summary>The depth limit of the library's parser; real updates need a tenth of it.</summary>
    private const int DeepestUpdate = 64;

    /// <summary>Telegram's ids have at most 52 significant bits; a larger number must not become the polling offset.</summary>
    private const long HighestId = (1L << 52) - 1;

    /// <summary>No depth limit: the reader needs one bit per level, and deep updates must be skipped instead of failing the batch.</summary>
    public static JsonReaderOptions AnyDepth { get; } = new() { MaxDepth = int.MaxValue };

    /// <param name="json">Exactly one update.</param>
    /// <exception cref="JsonException">The input is not valid JSON.</exception>
    public static RawUpdate Read(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, AnyDepth);
        reader.Read();
        var update = Read(ref reader, json);
        // Fail on trailing data.
        reader.Read();
        return update;
    }

    /// <param name="reader">Before: at the update's first token. After: at its last token.</param>
    /// <param name="json">The buffer that the reader reads.</param>
    /// <exception cref="JsonException">The input is not valid JSON.</exception>
    public static RawUpdate Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var (start, outside) = ((int)reader.TokenStartIndex, reader.CurrentDepth);
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return new(0, default, IsReadable: false);
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        var (id, deepest) = (0L, 0);
        while (reader.Read() && reader.CurrentDepth > outside)
        {
            deepest = int.Max(deepest, reader.CurrentDepth - outside);
            if (isObject && reader.CurrentDepth == outside + 1 && reader.TokenType == JsonTokenType.PropertyName && IsNamed(ref reader, "update_id"u8))
            {
                reader.Read();
                id = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number is > 0 and <= HighestId ? number : 0;
            }
        }

        var length = (int)reader.BytesConsumed - start;
        return new(id, json.Slice(start, length), length <= LongestUpdate && deepest < DeepestUpdate);
    }

    /// <summary>Whether the reader's current property has this name.</summary>
    public static bool IsNamed(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        // The property name contains a lone surrogate.
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
