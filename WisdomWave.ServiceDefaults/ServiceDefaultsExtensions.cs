using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Health;
using WisdomWave.ServiceDefaults.Logging;
using WisdomWave.ServiceDefaults.Startup;
using WisdomWave.ServiceDefaults.Stopping;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.ServiceDefaults;

/// <summary>What every service has in common: telemetry without secrets, who may call it, health, an end in good order.</summary>
public static class ServiceDefaultsExtensions
{
    private static readonly TimeSpan AfterPatience = TimeSpan.FromSeconds(3);

    /// <summary>Call it first, before the service's own registrations.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddRedactedLogging();
        builder.AddTelemetry();

        builder.AddAllowedHosts();
        builder.Services.AddHostedService<KeylessListening>();

        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [DefaultEndpoints.Live]);
        builder.Services.AddProblemDetails();
        // Otherwise a malformed request is an exception in Development and a problem elsewhere.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        builder.Services.ConfigureHttpClientDefaults(http => http.RemoveAllLoggers());

        builder.Services.AddOptions<StopOptions>().BindConfiguration("Stopping")
            .Require("Stopping:Patience", stop => stop.Patience >= TimeSpan.Zero && stop.Patience <= TimeSpan.FromHours(1), "is not from 0 to 1 h", "00:00:20")
            .ValidateOnStart();
        builder.Services.AddSingleton<GracefulStop>();
        builder.Services.AddHostedService(services => services.GetRequiredService<GracefulStop>());

        // What is cut ends by itself; this bounds everything else.
        builder.Services.AddOptions<HostOptions>()
            .Configure<IOptions<StopOptions>>((host, stop) => host.ShutdownTimeout = stop.Value.Patience + AfterPatience);
        return builder;
    }
}
