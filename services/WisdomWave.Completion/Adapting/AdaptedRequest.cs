using System.Text.Json.Nodes;
using WisdomWave.Completion.Models;

namespace WisdomWave.Completion.Adapting;

/// <summary>Changes a request to what a server takes.</summary>
internal static class AdaptedRequest
{
    public static void Adapt(JsonObject request, ServerQuirks quirks)
    {
        if (quirks.RefusesStreamOptions)
            request.Remove("stream_options");
        if (quirks.RefusesTemperature)
            request.Remove("temperature");
        if (quirks.RefusesReasoningEffort)
            request.Remove("reasoning_effort");
        else if (quirks.LeastEffort is { } least && (string?)request["reasoning_effort"] == "minimal")
            request["reasoning_effort"] = least;
        AdaptRoom(request, quirks);
        if (quirks.RefusesSystemRole && request["messages"] is JsonArray messages)
            request["messages"] = WithoutSystem(messages);
    }

    private static void AdaptRoom(JsonObject request, ServerQuirks quirks)
    {
        foreach (var name in (string[])[ModelOptions.MaxCompletionTokens, ModelOptions.MaxTokens])
        {
            if ((long?)request[name] is not { } room)
                continue;
            request.Remove(name);
            request[quirks.RoomName ?? name] = Math.Min(room, quirks.LargestRoom ?? long.MaxValue);
            return;
        }
    }

    /// <summary>The system's text goes before the first words of the person; messages of one role that now follow each other become one.</summary>
    private static JsonArray WithoutSystem(JsonArray messages)
    {
        var folded = new JsonArray();
        foreach (var message in messages.OfType<JsonObject>())
        {
            var role = (string?)message["role"] is "system" or "developer" ? "user" : (string?)message["role"];
            if (folded.Count > 0 && folded[^1] is JsonObject last && (string?)last["role"] == role)
            {
                last["content"] = Joined(last["content"], message["content"]);
                continue;
            }

            var copy = message.DeepClone().AsObject();
            copy["role"] = role;
            folded.Add(copy);
        }

        return folded;
    }

    private static JsonNode? Joined(JsonNode? first, JsonNode? second)
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
