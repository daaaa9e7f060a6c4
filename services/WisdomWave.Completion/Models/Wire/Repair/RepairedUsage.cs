using System.Globalization;
using System.Text.Json;

namespace WisdomWave.Completion.Models.Wire.Repair;

/// <summary>A server's token usage, whatever names and types its fields have.</summary>
internal readonly record struct RepairedUsage(int Input, int Output, int Cached, int Reasoning)
{
    /// <returns>Null if all counts are missing or zero.</returns>
    public static RepairedUsage? Of(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object)
            return null;

        var input = Count(usage, "prompt_tokens") ?? Count(usage, "input_tokens") ?? 0;
        var output = Count(usage, "completion_tokens") ?? Count(usage, "output_tokens") ?? 0;
        var cached = Detail(usage, "prompt_tokens_details", "cached_tokens") ?? Count(usage, "prompt_cache_hit_tokens") ?? 0;
        var reasoning = Detail(usage, "completion_tokens_details", "reasoning_tokens") ?? Count(usage, "reasoning_tokens") ?? 0;

        // Some servers do not include reasoning in the output, which their total reveals. It is charged as output.
        if (reasoning > 0 && Count(usage, "total_tokens") == input + output + reasoning)
            output += reasoning;
        return input + output == 0 ? null : new(input, output, Math.Min(cached, input), Math.Min(reasoning, output));
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, Input);
        json.WriteNumber("completion_tokens"u8, Output);
        json.WriteNumber("total_tokens"u8, Input + Output);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, Cached);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, Reasoning);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static int? Detail(JsonElement usage, string group, string name) =>
        usage.TryGetProperty(group, out var details) && details.ValueKind == JsonValueKind.Object ? Count(details, name) : null;

    private static int? Count(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var value))
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => LenientJson.StringOf(value),
            _ => null,
        };

        // Capped far above any real count, so that sums cannot overflow.
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? (int)Math.Min(number, 100_000_000)
            : null;
    }
}
