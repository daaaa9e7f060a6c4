using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using WisdomWave.ServiceDefaults.Health;
using WisdomWave.ServiceDefaults.Redaction;

namespace WisdomWave.ServiceDefaults.Telemetry;

public static class TelemetryDefaults
{
    // Meters and activity sources alike.
    private static readonly string[] Sources = ["WisdomWave.*", "Experimental.Microsoft.Extensions.AI", "Microsoft.Orleans"];

    /// <summary>Whether somebody takes traces. Otherwise making them is a waste.</summary>
    public static bool HasOtlpEndpoint(this IHostApplicationBuilder builder) =>
        !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    internal static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(builder.Environment.ApplicationName)
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(Sources)
                .AddChatLatencyView()
                .AddPrometheusExporter());

        // Spans that nobody collects are not worth their time on the way of a message.
        if (!builder.HasOtlpEndpoint())
            return;
        telemetry
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !DefaultEndpoints.IsProbe(context.Request.Path))
                .AddHttpClientInstrumentation()
                .AddSource(Sources)
                .AddProcessor(_ => new RedactingActivityProcessor()))
            .UseOtlpExporter();
    }
}
