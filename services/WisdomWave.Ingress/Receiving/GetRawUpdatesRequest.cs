using System.Text.Json;
using System.Text.Json.Serialization;
using Telegram.Bot.Requests;

namespace WisdomWave.Ingress.Receiving;

/// <summary>getUpdates with each update left as it came: read one by one, a malformed one spoils none of the others.</summary>
internal sealed class GetRawUpdatesRequest() : RequestBase<JsonElement[]>("getUpdates")
{
    [JsonPropertyName("offset")]
    public long? Offset { get; init; }

    [JsonPropertyName("limit")]
    public int Limit { get; init; } = 100;

    /// <summary>Seconds for which Telegram holds the request open until there is something.</summary>
    [JsonPropertyName("timeout")]
    public required int Timeout { get; init; }

    [JsonPropertyName("allowed_updates")]
    public required IReadOnlyList<string> AllowedUpdates { get; init; }
}
