using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.BotApi;

/// <summary>The answer to a Bot API call: a result, or an error with Telegram's wording.</summary>
internal sealed class BotReply
{
    private readonly Action<Utf8JsonWriter>? _result;

    private BotReply(Action<Utf8JsonWriter> result) => _result = result;

    private BotReply(int status, string description, ResponseParameters? parameters) =>
        (Status, Description, Parameters) = (status, description, parameters);

    /// <summary>The HTTP status; an error's body repeats it as <c>error_code</c>.</summary>
    public int Status { get; } = StatusCodes.Status200OK;

    public string? Description { get; }

    public ResponseParameters? Parameters { get; }

    /// <summary>The message that the call created or changed, for the call log.</summary>
    public Message? Message { get; private init; }

    public static BotReply True { get; } = new(static json => json.WriteBooleanValue(true));

    public static BotReply Done<T>(T result, JsonTypeInfo<T> type) => new(json => JsonSerializer.Serialize(json, result, type));

    public static BotReply Done(Message message) =>
        new(json => JsonSerializer.Serialize(json, message, WireJson.Default.Message)) { Message = message };

    public static BotReply Done(IReadOnlyList<ReadOnlyMemory<byte>> items) => new(json =>
    {
        json.WriteStartArray();
        foreach (var item in items)
            json.WriteRawValue(item.Span, skipInputValidation: true);
        json.WriteEndArray();
    });

    public static BotReply BadRequest(string what) => new(StatusCodes.Status400BadRequest, $"Bad Request: {what}", parameters: null);

    public static BotReply Forbidden(string what) => new(StatusCodes.Status403Forbidden, $"Forbidden: {what}", parameters: null);

    public static BotReply Conflict(string what) => new(StatusCodes.Status409Conflict, $"Conflict: {what}", parameters: null);

    public static BotReply TooManyRequests(int retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, $"Too Many Requests: retry after {retryAfter}", new() { RetryAfter = retryAfter });

    public static BotReply Error(int status, string description, ResponseParameters? parameters = null) => new(status, description, parameters);

    public void Write(IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteBoolean("ok"u8, _result is not null);
        if (_result is not null)
        {
            json.WritePropertyName("result"u8);
            _result(json);
        }
        else
        {
            json.WriteNumber("error_code"u8, Status);
            json.WriteString("description"u8, Description);
            if (Parameters is not null)
            {
                json.WritePropertyName("parameters"u8);
                JsonSerializer.Serialize(json, Parameters, WireJson.Default.ResponseParameters);
            }
        }

        json.WriteEndObject();
    }
}
