using System.Text;
using System.Text.Json;
using WisdomWave.Completion.Models.Wire.Repair;
using WisdomWave.ServiceDefaults.Redaction;

namespace WisdomWave.Completion.Models.Failures;

/// <summary>The error in a response or a stream. Servers write it in different forms:</summary>
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
    private const int MaxLogLength = 200;

    /// <summary>The response has no error in a known form.</summary>
    public static readonly ProviderError None = new(null, null, null, "no error object");

    /// <summary>The server's token limit, if it is in a separate field (llama.cpp: <c>n_ctx</c>).</summary>
    public int? Limit { get; init; }

    /// <summary>The number of tokens in the request, if it is in a separate field (llama.cpp: <c>n_prompt_tokens</c>).</summary>
    public int? Requested { get; init; }

    /// <returns>Null if the body has none of these forms, for example a proxy's HTML page.</returns>
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

    /// <param name="body">A whole body or the data of one event.</param>
    public static ProviderError? FromElement(JsonElement body) => body.ValueKind switch
    {
        JsonValueKind.Array when body.GetArrayLength() > 0 => FromElement(body[0]),
        JsonValueKind.Object when body.Find("error"u8) is { } error => Of(error),
        JsonValueKind.Object when body.Find("detail"u8) is { } detail => Of(detail),
        JsonValueKind.Object when body.Find("message"u8) is { ValueKind: JsonValueKind.String } && body.Find("choices"u8) is null => Of(body),
        _ => null,
    };

    /// <param name="error">The value of <c>error</c>.</param>
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

    /// <summary>One line for the log: code, type, parameter and the start of the message, without secrets.</summary>
    public override string ToString() =>
        ReferenceEquals(this, None) ? Message : $"code {OrNone(Code)}, type {OrNone(Type)}, param {OrNone(Param)}: {Shorten(Message)}";

    private static ProviderError? Of(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.Object => new(
            Text(error, "code"), Text(error, "type") ?? Text(error, "status"), Text(error, "param"), Text(error, "message") ?? Text(error, "msg") ?? error.GetRawText())
        {
            Limit = Number(error, "n_ctx"),
            Requested = Number(error, "n_prompt_tokens"),
        },
        JsonValueKind.String => new(null, null, null, LenientJson.StringOf(error) ?? ""),
        JsonValueKind.Array => new(null, null, null, error.GetRawText()),
        // In {"error":true,"message":"…"} the message is next to it; even without one this is an error.
        JsonValueKind.True or JsonValueKind.Number => new(null, null, null, ""),
        _ => null,
    };

    private static int? Number(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0 ? number : null;

    private static string? Text(JsonElement error, string name) => !error.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? LenientJson.StringOf(value)
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : null;

    private static string OrNone(string? text) => string.IsNullOrEmpty(text) ? "none" : Shorten(text);

    /// <summary>Redacts before it cuts: half a secret would not be recognized as one.</summary>
    private static string Shorten(string text)
    {
        var line = new StringBuilder(MaxLogLength);
        foreach (var rune in SecretRedactor.Redact(text[..Math.Min(text.Length, 4 * MaxLogLength)]).EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > MaxLogLength)
                break;
            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return line.ToString();
    }
}
