using System.Text.Json;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Transcribing;

/// <summary>The usage in a transcription's response, which the SDK does not expose.</summary>
/// <param name="Tokens">Zero if the model is billed by time.</param>
/// <param name="Seconds">Duration of the recording; null if the model is billed by tokens.</param>
/// <remarks><code>
/// {"text":"…","usage":{"type":"tokens","input_tokens":14,"input_token_details":{"audio_tokens":14},"output_tokens":45,"total_tokens":59}}
/// {"text":"…","usage":{"type":"duration","seconds":3}}
/// </code></remarks>
internal sealed record TranscriptionUsage(TokenUsage Tokens, double? Seconds)
{
    private static readonly TranscriptionUsage Unknown = new(new(0, 0), null);

    public static TranscriptionUsage FromBody(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
            return Unknown;

        return new(
            new(Count(usage, "input_tokens"), Count(usage, "output_tokens")),
            usage.TryGetProperty("seconds", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.GetDouble() is >= 0 and <= 86_400 and var known
                ? known
                : null);
    }

    private static int Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) ? Math.Max(0, count) : 0;
}
