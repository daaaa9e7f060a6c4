using System.Text.Json;

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
