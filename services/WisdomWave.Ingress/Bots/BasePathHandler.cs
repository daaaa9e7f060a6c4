namespace WisdomWave.Ingress.Bots;

/// <summary>Puts the path of a Bot API server's address before the path of each request; the library keeps only host and port of an address.</summary>
/// <param name="path"><c>/bot-api</c></param>
/// <param name="inner">Shared with others, so it is not disposed of here.</param>
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
    /// <summary>A client for the bot's server, over the connections that all bots share.</summary>
    public static HttpClient CreateFor(BotOptions bot, IHttpClientFactory clients, IHttpMessageHandlerFactory handlers)
    {
        if (bot.ApiBasePath.Length == 0)
            return clients.CreateClient(TelegramApi.HttpClientName);
        var handler = new BasePathHandler(bot.ApiBasePath, handlers.CreateHandler(TelegramApi.HttpClientName));
        return new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
