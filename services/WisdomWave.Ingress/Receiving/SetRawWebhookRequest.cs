using System.Text.Json.Serialization;
using Telegram.Bot.Requests;

namespace WisdomWave.Ingress.Receiving;

/// <summary>setWebhook with the kinds of updates by their names, as for getUpdates. What waits at Telegram is kept.</summary>
internal sealed class SetRawWebhookRequest() : RequestBase<bool>("setWebhook")
{
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    [JsonPropertyName("secret_token")]
    public required string SecretToken { get; init; }

    [JsonPropertyName("allowed_updates")]
    public required IReadOnlyList<string> AllowedUpdates { get; init; }
}
