using System.Text.Json.Serialization;

namespace WisdomWave.Playground.OpenAi.Wire;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(EmbeddingRequest))]
internal sealed partial class OpenAiJson : JsonSerializerContext;
