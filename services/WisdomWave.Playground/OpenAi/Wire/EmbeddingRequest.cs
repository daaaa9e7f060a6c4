using System.Text.Json;
using System.Text.Json.Serialization;

namespace WisdomWave.Playground.OpenAi.Wire;

internal sealed record EmbeddingRequest
{
    public string? Model { get; init; }

    /// <summary>A string or a list of strings.</summary>
    public JsonElement Input { get; init; }

    public int? Dimensions { get; init; }

    /// <summary><c>float</c> or <c>base64</c>.</summary>
    public string? EncodingFormat { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(EmbeddingRequest))]
internal sealed partial class OpenAiJson : JsonSerializerContext;
