using System.Text.Json;

namespace WisdomWave.Playground.OpenAi.Wire;

/// <summary>A message as sent: content is a string or a list of parts.</summary>
internal sealed record ChatRequestMessage
{
    public required string Role { get; init; }
    public JsonElement Content { get; init; }
}
