using System.Text.Json;

namespace WisdomWave.Ingress.Receiving;

/// <summary>An update as it came. Found by one pass over its bytes, however deep it is nested.</summary>
/// <param name="Id">Its number; 0 when that could not be read.</param>
/// <param name="Json">All of it; read only when it <see cref="IsReadable"/>.</param>
/// <param name="IsReadable">Neither too long nor nested too deep to be an update of Telegram's.</param>
internal readonly record struct RawUpdate(long Id, ReadOnlyMemory<byte> Json, bool IsReadable)
{
    /// <summary>Bytes. The longest text, quoted and quoting, with all its formatting, is less than half of it.</summary>
    private const int LongestUpdate = 1024 * 1024;

    /// <summary>The bound of the library that reads updates into its types; Telegram's own are a tenth of it.</summary>
    private const int DeepestUpdate = 64;

    /// <summary>Telegram's numbers have at most 52 significant bits; one that is larger must not become the offset.</summary>
    private const long HighestId = (1L << 52) - 1;

    /// <summary>Any depth: a reader keeps one bit for each level, and what is too deep must be skipped, not refused.</summary>
    public static JsonReaderOptions AnyDepth { get; } = new() { MaxDepth = int.MaxValue };

    /// <param name="json">One update and nothing else.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static RawUpdate Read(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, AnyDepth);
        reader.Read();
        var update = Read(ref reader, json);
        // Nothing may follow.
        reader.Read();
        return update;
    }

    /// <param name="reader">At the first token of the update; at its last one afterwards.</param>
    /// <param name="json">What the reader reads.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
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

    /// <summary>Whether the property at which the reader stands has this name.</summary>
    public static bool IsNamed(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        // Half a surrogate pair in another name.
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
