using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.OpenAi.Wire;

namespace WisdomWave.Playground.OpenAi;

/// <summary><c>POST /v1/embeddings</c>: hashes words into a unit vector, so that texts with the same words have similar vectors.</summary>
internal sealed partial class Embeddings(InjectedFaults faults, CallLog callLog, TimeProvider time)
{
    private const int DefaultDimensions = 1536;

    public async Task EmbedAsync(HttpContext context)
    {
        EmbeddingRequest? request;
        try
        {
            request = await JsonSerializer.DeserializeAsync(context.Request.Body, OpenAiJson.Default.EmbeddingRequest, context.RequestAborted);
        }
        catch (JsonException)
        {
            request = null;
        }

        if (request?.Model is not { Length: > 0 } model || Inputs(request.Input) is not { Count: > 0 } inputs)
        {
            await ModelReplies.WriteAsync(context, ModelError.Malformed("'input' and 'model' are needed."));
            return;
        }

        var began = time.GetUtcNow();
        var fault = faults.Next(model, inputs[^1], out var cleared);
        var tokens = inputs.Sum(input => TokenEstimate.Of(input));
        var isCancelled = false;
        callLog.Begin();
        try
        {
            await ModelReplies.WriteAsync(
                context, fault, model, cleared, time, () => ModelReplies.WriteAsync(context, json => Write(json, request, model, inputs, tokens)));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            isCancelled = true;
        }
        finally
        {
            callLog.End(new ModelCallRecord
            {
                At = began,
                Operation = "embeddings",
                Model = model,
                Messages = [.. inputs.Select(input => new PromptMessage("user", input))],
                PromptTokens = tokens,
                Status = context.Response.StatusCode,
                Cancelled = isCancelled,
                Fault = fault?.Kind,
            });
        }
    }

    public static float[] Vector(string text, int dimensions)
    {
        var vector = new float[dimensions];
        foreach (var word in Words().EnumerateMatches(text))
            vector[(int)(Hash(text.AsSpan(word.Index, word.Length)) % (uint)dimensions)] += 1;
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        if (length == 0)
            vector[0] = length = 1;
        for (var i = 0; i < vector.Length; i++)
            vector[i] /= length;
        return vector;
    }

    private static void Write(Utf8JsonWriter json, EmbeddingRequest request, string model, List<string> inputs, int tokens)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        for (var i = 0; i < inputs.Count; i++)
        {
            var vector = Vector(inputs[i], request.Dimensions ?? DefaultDimensions);
            json.WriteStartObject();
            json.WriteString("object"u8, "embedding"u8);
            json.WriteNumber("index"u8, i);
            json.WritePropertyName("embedding"u8);
            if (request.EncodingFormat == "base64")
            {
                json.WriteBase64StringValue(MemoryMarshal.AsBytes(vector.AsSpan()));
            }
            else
            {
                json.WriteStartArray();
                foreach (var value in vector)
                    json.WriteNumberValue(value);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model"u8, model);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, tokens);
        json.WriteNumber("total_tokens"u8, tokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static List<string>? Inputs(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.String => [input.GetString()!],
        JsonValueKind.Array when input.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. input.EnumerateArray().Select(item => item.GetString()!)],
        _ => null,
    };

    /// <summary>FNV-1a over lower-case characters, which is the same in every process, unlike string.GetHashCode.</summary>
    private static uint Hash(ReadOnlySpan<char> word)
    {
        var hash = 2166136261u;
        foreach (var character in word)
            hash = (hash ^ char.ToLowerInvariant(character)) * 16777619u;
        return hash;
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
