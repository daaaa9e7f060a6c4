using System.Text.Json.Nodes;

namespace WisdomWave.Completion.Models.Wire.Quirks;

/// <summary>Changes a request to one that the server accepts.</summary>
internal static class RequestAdapter
{
    public static void Adapt(JsonObject request, ServerQuirks quirks)
    {
        if (quirks.RejectsStreamOptions)
            request.Remove("stream_options");
        if (quirks.RejectsTemperature)
            request.Remove("temperature");
        if (quirks.RejectsReasoningEffort)
            request.Remove("reasoning_effort");
        else if (quirks.MinEffort is { } min && (string?)request["reasoning_effort"] == "minimal")
            request["reasoning_effort"] = min;
        AdaptMaxTokens(request, quirks);
        if (quirks.RejectsSystemRole && request["messages"] is JsonArray messages)
            request["messages"] = WithoutSystemRole(messages);
    }

    private static void AdaptMaxTokens(JsonObject request, ServerQuirks quirks)
    {
        foreach (var name in (string[])[ProviderModel.MaxCompletionTokens, ProviderModel.MaxTokens])
        {
            if ((long?)request[name] is not { } maxTokens)
                continue;
            request.Remove(name);
            request[quirks.MaxTokensParameter ?? name] = Math.Min(maxTokens, quirks.MaxTokensLimit ?? long.MaxValue);
            return;
        }
    }

    /// <summary>Converts system messages to user messages and merges consecutive messages of the same role.</summary>
    private static JsonArray WithoutSystemRole(JsonArray messages)
    {
        var merged = new JsonArray();
        foreach (var message in messages.OfType<JsonObject>())
        {
            var role = (string?)message["role"] is "system" or "developer" ? "user" : (string?)message["role"];
            if (merged.Count > 0 && merged[^1] is JsonObject last && (string?)last["role"] == role)
            {
                last["content"] = Merge(last["content"], message["content"]);
                continue;
            }

            var copy = message.DeepClone().AsObject();
            copy["role"] = role;
            merged.Add(copy);
        }

        return merged;
    }

    private static JsonNode? Merge(JsonNode? first, JsonNode? second)
    {
        if (first is JsonValue && second is JsonValue)
            return $"{(string?)first}\n\n{(string?)second}";

        return new JsonArray([.. Parts(first), .. Parts(second)]);
    }

    private static IEnumerable<JsonNode?> Parts(JsonNode? content) => content switch
    {
        JsonArray parts => parts.Select(part => part?.DeepClone()),
        null => [],
        _ => [new JsonObject { ["type"] = "text", ["text"] = content.DeepClone() }],
    };
}
