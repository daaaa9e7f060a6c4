using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.People;

namespace WisdomWave.Playground;

/// <summary>The JSON format of the API for people, the faults and the call log: snake_case, like the Bot API.</summary>
public static class PlaygroundJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    internal static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(PeopleJson.Default, FaultsJson.Default, WireJson.Default, options.TypeInfoResolver);
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: false);
        return options;
    }
}
