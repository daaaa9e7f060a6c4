using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace WisdomWave.Completion.Models.Wire.Repair;

/// <summary>Reads JSON that a server wrote incorrectly.</summary>
internal static class LenientJson
{
    /// <returns>The string, with invalid bytes and lone surrogates replaced; null for a value of another type.</returns>
    public static string? StringOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return new JsonTextDecoder().Decode(RawText(element));
        }
    }

    /// <summary>The bytes between the quotation marks, escapes included.</summary>
    public static ReadOnlySpan<byte> RawText(JsonElement text) => JsonMarshal.GetRawUtf8Value(text)[1..^1];

    /// <returns>Null if the property does not exist or is null.</returns>
    public static JsonElement? Find(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null and not JsonValueKind.Undefined
            ? value
            : null;

    /// <summary>The first characters of data that is not JSON, on one line.</summary>
    public static string Excerpt(ReadOnlySpan<byte> bytes, int length = 200) =>
        Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, length)]).ReplaceLineEndings(" ");
}
