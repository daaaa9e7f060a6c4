using System.Text.Json;

namespace WisdomWave.Ingress.Receiving;

/// <summary>The updates of one getUpdates response, kept raw so that a malformed update does not affect the others.</summary>
internal sealed record RawUpdates(IReadOnlyList<RawUpdate> All)
{
    /// <param name="answer"><c>{"ok":true,"result":[{"update_id":1,…},…]}</c></param>
    /// <returns>Null when the response has another shape.</returns>
    /// <exception cref="JsonException">The input is not valid JSON.</exception>
    public static RawUpdates? TryRead(ReadOnlyMemory<byte> answer)
    {
        var reader = new Utf8JsonReader(answer.Span, RawUpdate.AnyDepth);
        List<RawUpdate>? updates = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isResult = RawUpdate.IsNamed(ref reader, "result"u8);
            reader.Read();
            if (!isResult)
                reader.Skip();
            else if (reader.TokenType == JsonTokenType.StartArray)
                updates = ReadAll(ref reader, answer);
            else
                return null;
        }

        return updates is null ? null : new(updates);
    }

    private static List<RawUpdate> ReadAll(ref Utf8JsonReader reader, ReadOnlyMemory<byte> answer)
    {
        var updates = new List<RawUpdate>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            updates.Add(RawUpdate.Read(ref reader, answer));
        return updates;
    }
}
