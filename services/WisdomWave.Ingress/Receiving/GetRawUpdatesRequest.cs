using System.Text.Json.Serialization;
using Telegram.Bot.Requests;

namespace WisdomWave.Ingress.Receiving;

/// <summary>getUpdates.</summary>
internal sealed class GetRawUpdatesRequest() : RequestBase<RawUpdates>("getUpdates")
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
