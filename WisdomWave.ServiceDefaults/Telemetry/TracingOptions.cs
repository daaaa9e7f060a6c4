using Microsoft.Extensions.DependencyInjection;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Telemetry;

/// <summary>Which traces are exported (<c>Tracing</c>). Those with an error are, whatever these settings say.</summary>
internal sealed class TracingOptions
{
    /// <summary>The share of all traces, from 0 to 1. All services export the same ones.</summary>
    public double Ratio { get; set; } = 1;

    /// <summary>A trace that takes longer is always exported.</summary>
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromSeconds(30);
}

internal static class TracingServiceCollectionExtensions
{
    public static void AddTracingOptions(this IServiceCollection services) => services.AddOptions<TracingOptions>().BindConfiguration("Tracing")
        .Require("Tracing:Ratio", tracing => tracing.Ratio is >= 0 and <= 1, "is not from 0 to 1", "0.1")
        .Require("Tracing:SlowAfter", tracing => tracing.SlowAfter > TimeSpan.Zero, "is not above zero", "00:00:30")
        .ValidateOnStart();
}
