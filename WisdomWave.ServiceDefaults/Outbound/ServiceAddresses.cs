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
    /// <summary>Sets the client's base address to <c>services:NAME:http:0</c>, or to <c>http://NAME</c> in networks where names are hosts.</summary>
    /// <exception cref="StartupException">The setting is not an absolute http(s) address. Thrown when the client is created.</exception>
    public static IHttpClientBuilder ToService(this IHttpClientBuilder http, string name) => http
        .ConfigureHttpClient((services, client) =>
        {
            var configuration = services.GetRequiredService<IConfiguration>();
            client.BaseAddress = AddressOf(configuration, name);
            client.DefaultRequestHeaders.Authorization = ServiceKey.CreateHeader(configuration[ServiceKey.Setting]);
        })
        // People's messages must stay between the services: any proxy, even the system's own, could read them.
        .UseSocketsHttpHandler((handler, _) => handler.UseProxy = false);

    private static Uri AddressOf(IConfiguration configuration, string name)
    {
        var setting = $"services:{name}:http:0";
        if (configuration[setting] is not { Length: > 0 } address)
            return new Uri($"http://{name}");

        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new StartupException($"{setting} is not an absolute http(s) address; a good value is http://127.0.0.1:5102.");
    }
}
