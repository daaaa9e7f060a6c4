using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Outbound;

/// <summary>Where the application's other services are.</summary>
/// <remarks>
/// Read when a client is made, from what the app host hands over: it does not change while a service runs.
/// Microsoft.Extensions.ServiceDiscovery (10.11) asks again and again: after each pause of 10 s its next look leaves a registration
/// behind for good (dotnet/extensions issue 7673), and each message handler keeps its service provider alive for good (issue 7670).
/// </remarks>
public static class ServiceAddresses
{
    /// <summary>Relative addresses are of that service: <c>services:NAME:http:0</c>, else <c>http://NAME</c>, where names are hosts.</summary>
    /// <exception cref="StartupException">When the client is made: the setting is no absolute http(s) address.</exception>
    public static IHttpClientBuilder ToService(this IHttpClientBuilder http, string name) => http
        .ConfigureHttpClient((services, client) =>
        {
            var configuration = services.GetRequiredService<IConfiguration>();
            client.BaseAddress = AddressOf(configuration, name);
            client.DefaultRequestHeaders.Authorization = ServiceKey.HeaderOf(configuration[ServiceKey.Setting]);
        })
        // People's words stay between the services: a proxy, even one that the system has set, would read them.
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
