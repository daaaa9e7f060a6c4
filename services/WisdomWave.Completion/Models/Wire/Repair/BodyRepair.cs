using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WisdomWave.Completion.Models.Wire.Repair;

/// <summary>Rewrites responses that are not streams: with only the fields that are used, each of the type that the SDK expects.</summary>
internal static class BodyRepair
{
    /// <summary>Rewrites a transcription such as <c>{"text":null}</c>, <c>{"text":["one","two"]}</c> or plain text.</summary>
    /// <returns>Null if the body has no text.</returns>
    public static byte[]? Transcription(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.String)
                return WriteTranscription(LenientJson.StringOf(json.RootElement)!, null);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("text", out var text))
                return null;
            return WriteTranscription(TextOf(text), json.RootElement.Find("usage"u8));
        }
        catch (JsonException)
        {
            var text = Encoding.UTF8.GetString(body).Trim();
            return text is ['<' or '{' or '[', ..] ? null : WriteTranscription(text, null);
        }
    }

    /// <summary>Rewrites embeddings with, for example, numbers as strings, nested vectors or an unusual token usage.</summary>
    /// <returns>Null if the body has no vectors.</returns>
    public static byte[]? Embeddings(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            var data = root.ValueKind == JsonValueKind.Array ? root : root.Find("data"u8) ?? root.Find("embeddings"u8);
            return data is { ValueKind: JsonValueKind.Array } vectors && vectors.GetArrayLength() > 0 ? WriteEmbeddings(vectors, root) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string TextOf(JsonElement text) => text.ValueKind switch
    {
        JsonValueKind.String => LenientJson.StringOf(text)!,
        JsonValueKind.Number => text.GetRawText(),
        JsonValueKind.Array => string.Join(' ', text.EnumerateArray().Select(TextOf)),
        JsonValueKind.Object when text.Find("text"u8) is { } inner => TextOf(inner),
        _ => "",
    };

    private static byte[] WriteTranscription(string text, JsonElement? usage) => Write(json =>
    {
        json.WriteString("text"u8, text);
        if (usage is { ValueKind: JsonValueKind.Object } known)
        {
            json.WritePropertyName("usage"u8);
            known.WriteTo(json);
        }
    });

    private static byte[]? WriteEmbeddings(JsonElement data, JsonElement root)
    {
        var isWhole = true;
        var written = Write(json =>
        {
            json.WriteStartArray("data"u8);
            var index = 0;
            foreach (var item in data.EnumerateArray())
            {
                json.WriteStartObject();
                json.WriteString("object"u8, "embedding"u8);
                json.WriteNumber("index"u8, index++);
                isWhole &= WriteVector(json, item.Find("embedding"u8) ?? item);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("object"u8, "list"u8);
            json.WriteString("model"u8, root.Find("model"u8) is { } model ? LenientJson.StringOf(model) ?? "" : "");
            var usage = root.Find("usage"u8) is { } counted ? RepairedUsage.Of(counted) : null;
            (usage ?? default).Write(json);
        });
        return isWhole ? written : null;
    }

    private static bool WriteVector(Utf8JsonWriter json, JsonElement vector)
    {
        // llama.cpp wraps the vector in an array with one vector per token, here exactly one.
        while (vector.ValueKind == JsonValueKind.Array && vector.GetArrayLength() == 1 && vector[0].ValueKind == JsonValueKind.Array)
            vector = vector[0];
        json.WritePropertyName("embedding"u8);
        if (vector.ValueKind == JsonValueKind.String)
        {
            vector.WriteTo(json);
            return true;
        }

        var isWhole = vector.ValueKind == JsonValueKind.Array && vector.GetArrayLength() > 0;
        json.WriteStartArray();
        if (isWhole)
        {
            foreach (var value in vector.EnumerateArray())
                isWhole &= WriteNumber(json, value);
        }

        json.WriteEndArray();
        return isWhole;
    }

    private static bool WriteNumber(Utf8JsonWriter json, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.ValueKind == JsonValueKind.String ? LenientJson.StringOf(value) : null;
        if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !float.IsFinite(number))
            return false;
        json.WriteNumberValue(number);
        return true;
    }

    private static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        body(json);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan.ToArray();
    }
}
