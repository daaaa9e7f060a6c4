using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace WisdomWave.Completion.Repairing;

/// <summary>Strings of JSON that was written by a careless server.</summary>
internal static class JsonTexts
{
    /// <summary>The string, with broken bytes and lone surrogates replaced; null for anything but a string.</summary>
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
            return new TextJoiner().Take(Between(element));
        }
    }

    /// <summary>What stands between the quotation marks.</summary>
    public static ReadOnlySpan<byte> Between(JsonElement text) => JsonMarshal.GetRawUtf8Value(text)[1..^1];

    /// <returns>Null when there is none, or it is null.</returns>
    public static JsonElement? Find(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null and not JsonValueKind.Undefined
            ? value
            : null;

    /// <summary>The first characters of what is no JSON, on one line.</summary>
    public static string Beginning(ReadOnlySpan<byte> bytes, int length = 200) =>
        Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, length)]).ReplaceLineEndings(" ");
}
