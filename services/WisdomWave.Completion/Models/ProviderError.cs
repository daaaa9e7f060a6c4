using System.Text.Json;

namespace WisdomWave.Completion.Models;

/// <summary>The error object of a response or of a stream, as far as it is understood.</summary>
/// <remarks><code>
/// {"error":{"message":"You exceeded …","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}
/// {"error":{"message":"Provider returned error","code":502}}
/// {"error":"model 'x' not found"}
/// </code></remarks>
internal sealed record ProviderError(string? Code, string? Type, string Message)
{
    /// <summary>Null when the body is none of these, for instance a proxy's HTML page.</summary>
    public static ProviderError? FromBody(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error)
                ? FromElement(error)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What stands under <c>error</c>.</summary>
    public static ProviderError? FromError(ReadOnlyMemory<byte> error)
    {
        try
        {
            using var json = JsonDocument.Parse(error);
            return FromElement(json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProviderError? FromElement(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.Object => new(Text(error, "code"), Text(error, "type"), Text(error, "message") ?? ""),
        JsonValueKind.String => new(null, null, error.GetString()!),
        _ => null,
    };

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
}
