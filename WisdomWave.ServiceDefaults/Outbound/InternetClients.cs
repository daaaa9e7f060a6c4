using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace WisdomWave.ServiceDefaults.Outbound;

/// <summary>HTTP clients for servers outside the application; <see cref="ServiceAddresses"/> is for its own services.</summary>
public static class InternetClients
{
    // Through a proxy, connecting takes two steps, so the limit for a direct connection is too short.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Uses the operator's proxy, if one is set. Call it after the client's kind (<see cref="HttpClientKinds"/>).</summary>
    /// <param name="http">The client.</param>
    /// <param name="ownProxy">A setting that takes precedence over the general proxy settings.</param>
    /// <exception cref="Startup.StartupException">A setting is not a proxy address. Thrown when the client is created.</exception>
    public static IHttpClientBuilder ToInternet(this IHttpClientBuilder http, string? ownProxy = null) => http
        .UseSocketsHttpHandler((handler, services) =>
        {
            var proxy = OutboundProxy.Read(services.GetRequiredService<IConfiguration>(), ownProxy);
            handler.Proxy = proxy;
            if (proxy.IsSet)
                handler.ConnectTimeout = ConnectTimeout;
        });
}
