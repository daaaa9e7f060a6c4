using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace WisdomWave.Dialog.Tests;

/// <summary>Takes away limits of a few seconds by which HTTP clients and servers give a slow machine up. No test is about them.</summary>
internal static class PatientHttp
{
    /// <summary>A server waits for slow requests and readers.</summary>
    public static void WaitForSlowClients(this IWebHostBuilder web) => web.ConfigureKestrel(kestrel =>
    {
        (kestrel.Limits.MinRequestBodyDataRate, kestrel.Limits.MinResponseDataRate) = (null, null);
        kestrel.Limits.RequestHeadersTimeout = kestrel.Limits.KeepAliveTimeout = TimeSpan.FromHours(1);
    });

    /// <summary>All clients of a service wait until they are connected.</summary>
    public static void WaitForConnections(this IServiceCollection services) => services.PostConfigureAll<HttpClientFactoryOptions>(
        options => options.HttpMessageHandlerBuilderActions.Add(builder =>
        {
            if (builder.PrimaryHandler is SocketsHttpHandler handler)
                handler.ConnectTimeout = TimeSpan.FromHours(1);
        }));
}
