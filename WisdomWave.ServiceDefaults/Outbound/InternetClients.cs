using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace WisdomWave.ServiceDefaults.Outbound;

/// <summary>Clients of servers that are not part of the application; the others are made by <see cref="ServiceAddresses"/>.</summary>
public static class InternetClients
{
    // A proxy connects first to itself and then to the server, for which the limit of a direct connection is too short.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Goes through the operator's proxy, where one is set. Call it after the client's kind (<see cref="HttpClientKinds"/>).</summary>
    /// <param name="http">The client.</param>
    /// <param name="ownProxy">A setting that goes before the general ones.</param>
    /// <exception cref="Startup.StartupException">When the client is made: a setting is no proxy's address.</exception>
    public static IHttpClientBuilder ToInternet(this IHttpClientBuilder http, string? ownProxy = null) => http
        .UseSocketsHttpHandler((handler, services) =>
        {
            var proxy = OutboundProxy.Read(services.GetRequiredService<IConfiguration>(), ownProxy);
            handler.Proxy = proxy;
            if (proxy.IsSet)
                handler.ConnectTimeout = ConnectTimeout;
        });
}
