using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using WisdomWave.ServiceDefaults.Health;
using WisdomWave.ServiceDefaults.Logging;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.ServiceDefaults;

/// <summary>What every service has in common: telemetry without secrets, health, discovery, a quick end.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Call it first, before the service's own registrations.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddRedactedLogging();
        builder.AddTelemetry();

        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [DefaultEndpoints.Live]);
        builder.Services.AddProblemDetails();
        // Otherwise a malformed request is an exception in Development and a problem elsewhere.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery().RemoveAllLoggers());

        // Event streams end by themselves when the service is stopped; this bounds everything else.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(3));
        return builder;
    }
}
