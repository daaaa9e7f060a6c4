using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Outbound;

/// <summary>The addresses of the application's own services.</summary>
/// <remarks>
/// They are read once, when a client is created, because the app host does not change them while a service runs.
/// Microsoft.Extensions.ServiceDiscovery (10.11) keeps polling instead: after each pause of 10 s its next lookup leaks a registration
/// (dotnet/extensions issue 7673), and each message handler keeps its service provider in memory (issue 7670).
/// </remarks>
public static class ServiceAddresses
{
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(15);

    // A busy machine may be slow to respond, and closing the connection would interrupt running answers.
    private static readonly TimeSpan PingPatience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Sets the client's base address: <c>services:NAME:http2:0</c>, the service's <see cref="Inbound.Http2Port"/>; otherwise
    /// <c>services:NAME:http:0</c>, or <c>http://NAME</c> in networks where names are hosts. Calls are spread over the addresses <c>:0</c>,
    /// <c>:1</c>, … if there are several (<see cref="ReplicaHandler"/>).
    /// </summary>
    /// <exception cref="StartupException">The setting is not an absolute http(s) address. Thrown when the client is created.</exception>
    public static IHttpClientBuilder ToService(this IHttpClientBuilder http, string name) => http
        .ConfigureHttpClient((services, client) =>
        {
            var configuration = services.GetRequiredService<IConfiguration>();
            client.BaseAddress = AddressesOf(configuration, name).Addresses[0];
            client.DefaultRequestHeaders.Authorization = ServiceKey.CreateHeader(configuration[ServiceKey.Setting]);
        })
        // People's messages must stay between the services: any proxy, even the system's own, could read them.
        .UseSocketsHttpHandler((handler, _) =>
        {
            handler.UseProxy = false;
            handler.EnableMultipleHttp2Connections = true;
            // All calls share a connection: without this, one that was lost without a notice would fail them for a quarter of an hour.
            handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
            handler.KeepAlivePingDelay = PingAfter;
            handler.KeepAlivePingTimeout = PingPatience;
        })
        .ConfigureAdditionalHttpMessageHandlers((handlers, services) =>
        {
            var (addresses, isHttp2) = AddressesOf(services.GetRequiredService<IConfiguration>(), name);
            if (addresses.Count > 1)
                handlers.Add(new ReplicaHandler(addresses, services.GetService<TimeProvider>() ?? TimeProvider.System));
            if (isHttp2)
                handlers.Add(new Http2Handler());
        });

    private static (IReadOnlyList<Uri> Addresses, bool IsHttp2) AddressesOf(IConfiguration configuration, string name)
    {
        if (ReadAll(configuration, $"services:{name}:http2") is { Count: > 0 } http2)
            return (http2, true);
        return (ReadAll(configuration, $"services:{name}:http") is { Count: > 0 } http ? http : [new Uri($"http://{name}")], false);
    }

    private static List<Uri> ReadAll(IConfiguration configuration, string section)
    {
        var addresses = new List<Uri>();
        while (Read(configuration, $"{section}:{addresses.Count}") is { } address)
            addresses.Add(address);
        return addresses;
    }

    private static Uri? Read(IConfiguration configuration, string setting)
    {
        if (configuration[setting] is not { Length: > 0 } address)
            return null;

        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new StartupException($"{setting} is not an absolute http(s) address; a good value is http://127.0.0.1:5102.");
    }

    /// <summary>Without TLS, client and server cannot negotiate the version, so the client begins with HTTP/2.</summary>
    private sealed class Http2Handler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
