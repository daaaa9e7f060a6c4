using System.Text.Json.Serialization;
using Telegram.Bot.Requests;

namespace WisdomWave.Ingress.Receiving;

/// <summary>getUpdates with the raw JSON of each update as its result.</summary>
internal sealed class GetRawUpdatesRequest() : RequestBase<RawUpdates>("getUpdates")
{
    [JsonPropertyName("offset")]
    public long? Offset { get; init; }

    [JsonPropertyName("limit")]
    public int Limit { get; init; } = 100;

    /// <summary>Seconds for which Telegram keeps the request open while there are no updates.</summary>
    [JsonPropertyName("timeout")]
    public required int Timeout { get; init; }

    [JsonPropertyName("allowed_updates")]
    public required IReadOnlyList<string> AllowedUpdates { get; init; }
}

/// <summary>setWebhook with update types by name, as in getUpdates. Updates that wait at Telegram are kept.</summary>
internal sealed class SetRawWebhookRequest() : RequestBase<bool>("setWebhook")
{
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    [JsonPropertyName("secret_token")]
    public required string SecretToken { get; init; }

    [JsonPropertyName("allowed_updates")]
    public required IReadOnlyList<string> AllowedUpdates { get; init; }
}
