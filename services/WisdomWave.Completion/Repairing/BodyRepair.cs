using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WisdomWave.Completion.Repairing;

/// <summary>Answers in one piece, written anew with only the fields that are used, each of the type that the SDK reads.</summary>
internal static class BodyRepair
{
    /// <summary><c>{"text":null}</c>, <c>{"text":["one","two"]}</c>, plain text: the words, and what hearing them took.</summary>
    /// <returns>Null when it has no words.</returns>
    public static byte[]? Transcription(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.String)
                return Heard(JsonTexts.StringOf(json.RootElement)!, null);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("text", out var text))
                return null;
            return Heard(WordsOf(text), json.RootElement.Find("usage"u8));
        }
        catch (JsonException)
        {
            var words = Encoding.UTF8.GetString(body).Trim();
            return words is ['<' or '{' or '[', ..] ? null : Heard(words, null);
        }
    }

    /// <summary>Numbers as strings, vectors within vectors, an odd count of tokens: the vectors as the SDK reads them.</summary>
    /// <returns>Null when it has no vectors.</returns>
    public static byte[]? Embeddings(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            var data = root.ValueKind == JsonValueKind.Array ? root : root.Find("data"u8) ?? root.Find("embeddings"u8);
            return data is { ValueKind: JsonValueKind.Array } vectors && vectors.GetArrayLength() > 0 ? Vectors(vectors, root) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string WordsOf(JsonElement text) => text.ValueKind switch
    {
        JsonValueKind.String => JsonTexts.StringOf(text)!,
        JsonValueKind.Number => text.GetRawText(),
        JsonValueKind.Array => string.Join(' ', text.EnumerateArray().Select(WordsOf)),
        JsonValueKind.Object when text.Find("text"u8) is { } inner => WordsOf(inner),
        _ => "",
    };

    private static byte[] Heard(string words, JsonElement? usage) => Write(json =>
    {
        json.WriteString("text"u8, words);
        if (usage is { ValueKind: JsonValueKind.Object } known)
        {
            json.WritePropertyName("usage"u8);
            known.WriteTo(json);
        }
    });

    private static byte[]? Vectors(JsonElement data, JsonElement root)
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
            json.WriteString("model"u8, root.Find("model"u8) is { } model ? JsonTexts.StringOf(model) ?? "" : "");
            var usage = root.Find("usage"u8) is { } counted ? RepairedUsage.Of(counted) : null;
            (usage ?? default).Write(json);
        });
        return isWhole ? written : null;
    }

    private static bool WriteVector(Utf8JsonWriter json, JsonElement vector)
    {
        // llama.cpp has a vector for each token around it, of which there is one.
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
        var text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.ValueKind == JsonValueKind.String ? JsonTexts.StringOf(value) : null;
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
