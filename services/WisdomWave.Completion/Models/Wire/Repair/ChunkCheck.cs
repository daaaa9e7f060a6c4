using System.Text.Json;
using System.Text.Unicode;

namespace WisdomWave.Completion.Models.Wire.Repair;

/// <summary>Checks in one pass, without allocating, whether the OpenAI SDK can read a chunk of a stream without repair.</summary>
/// <remarks>
/// A valid chunk has one choice with text and no finish reason:
/// <code>{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}</code>
/// Everything else (a finish reason, usage, tools, an unexpected type) is rare in a stream and goes through <see cref="AnswerRepair"/>.
/// </remarks>
internal static class ChunkCheck
{
    // The last second of the year 9999: beyond it DateTimeOffset throws.
    private const long LastSecond = 253_402_300_799;

    public static bool IsValid(ReadOnlySpan<byte> json, out ChunkContent content)
    {
        content = default;

        // An escaped surrogate may be half of a pair; only the slow path looks for the other half.
        if (!Utf8.IsValid(json) || json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0)
            return false;
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && IsValidChunk(ref reader, ref content) && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsValidChunk(ref Utf8JsonReader reader, ref ChunkContent content)
    {
        var hasChoice = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isValid =
                reader.ValueTextEquals("choices"u8) ? hasChoice = reader.Read() && IsValidChoices(ref reader, ref content)
                : reader.ValueTextEquals("created"u8) ? reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var second) && second is >= 0 and <= LastSecond
                : reader.ValueTextEquals("id"u8) || reader.ValueTextEquals("model"u8) || reader.ValueTextEquals("object"u8)
                    || reader.ValueTextEquals("service_tier"u8) || reader.ValueTextEquals("system_fingerprint"u8) ? IsTextOrNull(ref reader)
                : reader.ValueTextEquals("usage"u8) || reader.ValueTextEquals("error"u8) ? IsNull(ref reader)
                : Skip(ref reader);
            if (!isValid)
                return false;
        }

        return hasChoice && reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool IsValidChoices(ref Utf8JsonReader reader, ref ChunkContent content) =>
        reader.TokenType == JsonTokenType.StartArray
        && reader.Read() && reader.TokenType == JsonTokenType.StartObject && IsValidChoice(ref reader, ref content)
        && reader.Read() && reader.TokenType == JsonTokenType.EndArray;

    private static bool IsValidChoice(ref Utf8JsonReader reader, ref ChunkContent content)
    {
        var hasDelta = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isValid =
                reader.ValueTextEquals("delta"u8) ? hasDelta = reader.Read() && reader.TokenType == JsonTokenType.StartObject && IsValidDelta(ref reader, ref content)
                : reader.ValueTextEquals("index"u8) ? reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index) && index == 0
                : reader.ValueTextEquals("finish_reason"u8) || reader.ValueTextEquals("logprobs"u8)
                    || reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("text"u8) ? IsNull(ref reader)
                : Skip(ref reader);
            if (!isValid)
                return false;
        }

        return hasDelta && reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool IsValidDelta(ref Utf8JsonReader reader, ref ChunkContent content)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isValid;
            if (reader.ValueTextEquals("content"u8))
            {
                isValid = IsTextOrNull(ref reader);
                if (isValid && reader.TokenType == JsonTokenType.String)
                    content.Text = new((int)reader.TokenStartIndex + 1, (int)reader.TokenStartIndex + 1 + reader.ValueSpan.Length);
            }
            else if (reader.ValueTextEquals("role"u8))
            {
                isValid = reader.Read() && (reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("assistant"u8)));
            }
            else if (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("refusal"u8))
            {
                isValid = IsTextOrNull(ref reader);
                content.HasOther |= reader.TokenType == JsonTokenType.String;
            }
            else if (reader.ValueTextEquals("reasoning"u8) || reader.ValueTextEquals("thinking"u8)
                || reader.ValueTextEquals("tool_calls"u8) || reader.ValueTextEquals("function_call"u8))
            {
                isValid = IsNull(ref reader);
            }
            else
            {
                isValid = Skip(ref reader);
            }

            if (!isValid)
                return false;
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool IsTextOrNull(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is JsonTokenType.String or JsonTokenType.Null;

    private static bool IsNull(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.Null;

    private static bool Skip(ref Utf8JsonReader reader) => reader.Read() && reader.TrySkip();
}

/// <summary>What a valid chunk adds to the answer.</summary>
internal struct ChunkContent
{
    /// <summary>Where the text stands in the chunk: the bytes between the quotation marks, escapes included.</summary>
    public Range Text { get; set; }

    /// <summary>Whether it has reasoning or a refusal.</summary>
    public bool HasOther { get; set; }

    public readonly bool HasText => Text.End.Value > Text.Start.Value;

    /// <summary>Whether it has a text, which may be empty, and nothing else.</summary>
    public readonly bool IsOnlyText => Text.End.Value > 0 && !HasOther;
}
