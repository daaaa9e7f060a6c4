using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using WisdomWave.ServiceDefaults.Health;
using WisdomWave.ServiceDefaults.Redaction;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Telemetry;

public static class TelemetryDefaults
{
    // Names of both meters and activity sources.
    private static readonly string[] Sources = ["WisdomWave.*", "Experimental.Microsoft.Extensions.AI", "Microsoft.Orleans"];

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>Whether traces are exported; otherwise do not spend time on creating them.</summary>
    public static bool HasOtlpEndpoint(this IHostApplicationBuilder builder) =>
        !string.IsNullOrWhiteSpace(builder.Configuration[Endpoint]);

    // The exporter would silently replace an invalid value with its default.
    private static void CheckExporter(IConfiguration configuration)
    {
        if (!Uri.TryCreate(configuration[Endpoint], UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            throw new StartupException($"{Endpoint} is not an absolute http(s) address; a good value is http://127.0.0.1:4317.");
        if (configuration[Protocol] is not (null or "" or "grpc" or "http/protobuf"))
            throw new StartupException($"{Protocol} is neither grpc nor http/protobuf; a good value is grpc.");
    }

    internal static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(builder.Environment.ApplicationName, serviceVersion: BuildInfo.Own.Version)
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(Sources)
                .AddStreams()
                .AddPrometheusExporter());

        builder.Services.AddHostedService<ProcessMetrics>();

        // Spans that nobody collects only slow down messages.
        if (!builder.HasOtlpEndpoint())
            return;

        CheckExporter(builder.Configuration);
        telemetry
            // A measurement of a slow answer then leads to its trace.
            .WithMetrics(metrics => metrics.SetExemplarFilter(ExemplarFilterType.TraceBased))
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !DefaultEndpoints.IsProbe(context.Request.Path))
                .AddHttpClientInstrumentation()
                .AddSource(Sources)
                .AddProcessor(_ => new RedactingActivityProcessor()))
            .UseOtlpExporter();
    }
}
