namespace WisdomWave.Playground.BotApi.Updates;

/// <summary>The one HTTP client of all webhooks.</summary>
internal sealed class WebhookClient : IDisposable
{
    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    public void Dispose() => Client.Dispose();
}
