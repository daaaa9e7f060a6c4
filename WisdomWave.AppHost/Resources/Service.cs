using Microsoft.Extensions.Configuration;
using WisdomWave.AppHost.Processes;
using WisdomWave.ServiceDefaults.Inbound;

namespace WisdomWave.AppHost.Resources;

internal static class Service
{
    private const string Http = "http";
    private const string Http2 = "http2";

    /// <summary>
    /// Adds a service that listens on one loopback port, without Aspire's proxy, which makes calls between services faster. Launch profiles
    /// are ignored, so that only the topology configures a service.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(this IDistributedApplicationBuilder builder, string name, int port)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name, launchProfileName: null)
            .WithHttpEndpoint(port: port, name: Http, isProxied: false)
            .RunBuiltProgram()
            .WithRestartCount()
            .WithServiceHealth(name)
            .WithSections("Stopping", "AllowedHosts", "Logging:Files", "Tracing")
            // In milliseconds. After the dashboard has ended, each of the three exporters would otherwise delay the service's end by 10 s.
            .WithEnvironment("OTEL_EXPORTER_OTLP_TIMEOUT", "1000")
            // Aspire enables this in Development, which would put people's messages into spans.
            .WithEnvironment("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "false");

    /// <summary>Lets several processes share the service's port behind Aspire's proxy, for callers that need one address.</summary>
    public static IResourceBuilder<ProjectResource> WithProxiedReplicas(this IResourceBuilder<ProjectResource> service, int replicas) =>
        replicas == 1 ? service : service.WithReplicas(replicas).WithEndpoint(Http, endpoint => (endpoint.IsProxied, endpoint.TargetPort) = (true, null));

    /// <summary>Adds a port for calls of the other services.</summary>
    public static IResourceBuilder<ProjectResource> WithHttp2(this IResourceBuilder<ProjectResource> service, int port)
    {
        // In a manifest no port is known yet.
        service.WithHttpEndpoint(port: port > 0 ? port : null, name: Http2, isProxied: false)
            .WithEndpoint(Http2, endpoint => endpoint.Transport = "http2")
            .WithUrls(context => context.Urls.RemoveAll(url => url.Endpoint?.EndpointName == Http2));
        return service.WithEnvironment(Http2Port.Setting, service.GetEndpoint(Http2).Property(EndpointProperty.TargetPort));
    }

    private static IResourceBuilder<ProjectResource> WithServiceHealth(this IResourceBuilder<ProjectResource> service, string name) =>
        service.WithReadiness($"{name} is ready", new HttpAnswer(service.GetEndpoint("http"), "/health"));

    /// <summary>
    /// Passes the operator's settings in these sections, whether from the environment, user secrets or appsettings, except keys
    /// (<see cref="WithKeys"/>).
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithSections(this IResourceBuilder<ProjectResource> service, params string[] sections)
    {
        foreach (var (key, value) in sections.SelectMany(section => service.ApplicationBuilder.Configuration.GetSection(section).AsEnumerable()))
        {
            if (value is null)
                continue;

            if (!IsKey(key))
                service.WithEnvironment(Variable(key), value);
        }

        return service;
    }

    /// <summary>Passes the keys of a section's entries.</summary>
    public static IResourceBuilder<ProjectResource> WithKeys(this IResourceBuilder<ProjectResource> service, string section)
    {
        foreach (var entry in service.ApplicationBuilder.Configuration.GetSection(section).GetChildren())
        {
            var key = entry.GetChildren().FirstOrDefault(setting => IsKey(setting.Path));
            if (key?.Value is { } value)
                service.WithEnvironment(Variable(key.Path), service.ApplicationBuilder.AddSecret(key.Path, value, KeyDescription));
        }

        return service;
    }

    private const string KeyDescription = "The key of one of your models' servers.\n\nAfter a change, restart **completion**.";

    private static bool IsKey(string setting) => setting.EndsWith(":ApiKey", StringComparison.OrdinalIgnoreCase);

    /// <summary>The name of a setting as an environment variable.</summary>
    public static string Variable(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);
}
