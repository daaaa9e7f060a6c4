using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Resources;

internal static class Service
{
    /// <summary>
    /// A service of ours on one loopback port, without a proxy before it: each call between services would pay for the detour.
    /// Launch profiles are left out, so that the topology alone says what a service is given.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(this IDistributedApplicationBuilder builder, string name, int port)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name, launchProfileName: null)
            .WithHttpEndpoint(port: port, name: "http", isProxied: false)
            .WithHttpHealthCheck("/health")
            .WithSections("Stopping")
            // Aspire switches this on while developing, and then people's words would be on the spans.
            .WithEnvironment("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "false");

    /// <summary>Hands on what the operator has set in these sections, whether in the environment, user secrets or appsettings.</summary>
    public static IResourceBuilder<ProjectResource> WithSections(this IResourceBuilder<ProjectResource> service, params string[] sections)
    {
        foreach (var (key, value) in sections.SelectMany(section => service.ApplicationBuilder.Configuration.GetSection(section).AsEnumerable()))
        {
            if (value is null)
                continue;

            var variable = key.Replace(":", "__", StringComparison.Ordinal);
            if (key.EndsWith(":ApiKey", StringComparison.OrdinalIgnoreCase))
                service.WithEnvironment(variable, service.ApplicationBuilder.AddSecret(key, value));
            else
                service.WithEnvironment(variable, value);
        }

        return service;
    }

    /// <summary>Once, however many services are handed it.</summary>
    private static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string key, string value)
    {
        var name = key.Replace(":", "-", StringComparison.Ordinal).ToLowerInvariant();
        return builder.Resources.OfType<ParameterResource>().FirstOrDefault(parameter => parameter.Name == name) is { } known
            ? builder.CreateResourceBuilder(known)
            : builder.AddParameter(name, value, secret: true);
    }
}
