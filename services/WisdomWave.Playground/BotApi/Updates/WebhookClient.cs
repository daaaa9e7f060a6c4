namespace WisdomWave.Playground.BotApi.Updates;

/// <summary>The one HTTP client of all webhooks.</summary>
internal sealed class WebhookClient : IDisposable
{
    // Webhooks lead to ingress on this machine, never through a proxy.
    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    public void Dispose() => Client.Dispose();
}
