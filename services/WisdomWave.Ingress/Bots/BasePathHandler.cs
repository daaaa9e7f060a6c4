namespace WisdomWave.Ingress.Bots;

/// <summary>Prepends the path of a Bot API server's base URL to each request; the Telegram library only keeps host and port.</summary>
/// <param name="path">For instance <c>/bot-api</c>.</param>
/// <param name="inner">Shared with other bots, so it is not disposed here.</param>
internal sealed class BasePathHandler(string path, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        request.RequestUri = new Uri(address.GetLeftPart(UriPartial.Authority) + path + address.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}

internal static class BotApiClients
{
    /// <summary>A client for the bot's server, using the connection pool that all bots share.</summary>
    public static HttpClient CreateFor(BotOptions bot, IHttpClientFactory clients, IHttpMessageHandlerFactory handlers)
    {
        if (bot.ApiBasePath.Length == 0)
            return clients.CreateClient(TelegramApi.HttpClientName);
        var handler = new BasePathHandler(bot.ApiBasePath, handlers.CreateHandler(TelegramApi.HttpClientName));
        return new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
