using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Health;
using WisdomWave.ServiceDefaults.Inbound;
using WisdomWave.ServiceDefaults.Logging;

using WisdomWave.ServiceDefaults.Stopping;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.ServiceDefaults;

/// <summary>Configures the features that all services share: redacted logs and telemetry, access control, health checks, a graceful stop.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Call it before the service's own registrations.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        // Under systemd it reports when the service has started and when it stops. Before the logging, whose formatter must win.
        builder.Services.AddSystemd();
        builder.AddRedactedLogging();
        builder.AddTelemetry();

        builder.AddAllowedHosts();
        builder.AddHttp2Port();
        builder.Services.AddHostedService<KeylessListeningCheck>();

        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [DefaultEndpoints.Live]);
        builder.Services.AddProblemDetails();
        // Otherwise a malformed request throws in Development, but is a problem response elsewhere.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        builder.Services.ConfigureHttpClientDefaults(http => http.RemoveAllLoggers());
        builder.Services.AddGracefulStop();
        return builder;
    }
}
