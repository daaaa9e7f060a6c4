using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Inbound;

/// <summary>
/// A port that speaks HTTP/2 only, for calls of the other services: all of them share one connection, and a call costs half as much as over
/// HTTP/1.1. Without TLS, one port cannot offer both versions. The service's other ports stay with HTTP/1.1, for health checks, metrics and
/// curl.
/// </summary>
public static class Http2Port
{
    /// <summary>The number of a port among the addresses that the service listens on.</summary>
    public const string Setting = "WISDOMWAVE_HTTP2_PORT";

    /// <summary>Answers that stream at the same time on one connection; clients open further connections beyond this number.</summary>
    private const int StreamsPerConnection = 1000;

    internal static void AddHttp2Port(this IHostApplicationBuilder builder)
    {
        if (Read(builder.Configuration) is not { } port)
            return;

        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                if (listen.EndPoint is IPEndPoint address && address.Port == port)
                    listen.Protocols = HttpProtocols.Http2;
            });
        });
    }

    private static int? Read(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } text)
            return null;
        return int.TryParse(text, out var port) && port is > 0 and <= IPEndPoint.MaxPort
            ? port
            : throw new StartupException($"{Setting} is not a port number from 1 to 65535; a good value is 5202.");
    }
}
