using System.Text.Json;
using WisdomWave.Completion.Repairing;

namespace WisdomWave.Completion.Models;

/// <summary>The error of a response or of a stream, as far as it is understood.</summary>
/// <remarks><code>
/// {"error":{"message":"You exceeded …","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}
/// {"error":{"message":"Provider returned error","code":502}}
/// {"error":"model 'x' not found"}
/// {"object":"error","message":"This model's maximum context length is …","type":"BadRequestError","param":null,"code":400}
/// [{"error":{"code":400,"message":"The input token count …","status":"INVALID_ARGUMENT"}}]
/// {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: …"}}
/// {"detail":"Not Found"}   {"detail":[{"loc":["body","stream_options"],"msg":"Extra inputs are not permitted","type":"extra_forbidden"}]}
/// </code></remarks>
internal sealed record ProviderError(string? Code, string? Type, string? Param, string Message)
{
    /// <summary>The server said nothing that is understood.</summary>
    public static readonly ProviderError None = new(null, null, null, "no error object");

    /// <summary>Tokens that the server takes; only where it says so in a field of its own (llama.cpp: <c>n_ctx</c>).</summary>
    public int? Limit { get; init; }

    /// <summary>Tokens that it was sent.</summary>
    public int? Requested { get; init; }

    /// <summary>Null when the body is none of these, for instance a proxy's HTML page.</summary>
    public static ProviderError? FromBody(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return FromElement(json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="body">A whole body, or the data of one event.</param>
    public static ProviderError? FromElement(JsonElement body) => body.ValueKind switch
    {
        JsonValueKind.Array when body.GetArrayLength() > 0 => FromElement(body[0]),
        JsonValueKind.Object when body.Find("error"u8) is { } error => Of(error),
        JsonValueKind.Object when body.Find("detail"u8) is { } detail => Of(detail),
        JsonValueKind.Object when body.Find("message"u8) is { ValueKind: JsonValueKind.String } && body.Find("choices"u8) is null => Of(body),
        _ => null,
    };

    /// <summary>What stands under <c>error</c>.</summary>
    public static ProviderError? FromError(ReadOnlyMemory<byte> error)
    {
        try
        {
            using var json = JsonDocument.Parse(error);
            return Of(json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As it may be logged.</summary>
    public override string ToString() => ProviderWords.Of(this);

    private static ProviderError? Of(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.Object => new(
            Text(error, "code"), Text(error, "type") ?? Text(error, "status"), Text(error, "param"), Text(error, "message") ?? Text(error, "msg") ?? error.GetRawText())
        {
            Limit = Number(error, "n_ctx"),
            Requested = Number(error, "n_prompt_tokens"),
        },
        JsonValueKind.String => new(null, null, null, JsonTexts.StringOf(error) ?? ""),
        JsonValueKind.Array => new(null, null, null, error.GetRawText()),
        // {"error":true,"message":"…"} has its words beside it; without any it is still an error.
        JsonValueKind.True or JsonValueKind.Number => new(null, null, null, ""),
        _ => null,
    };

    private static int? Number(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0 ? number : null;

    private static string? Text(JsonElement error, string name) => !error.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? JsonTexts.StringOf(value)
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : null;
}
