using WisdomWave.AppHost.Configuration;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Resources;

/// <summary>The secret that authenticates the services and the app host to each other.</summary>
internal static class ServiceKeys
{
    public const string Name = "service-key";

    public static IResourceBuilder<ParameterResource> AddServiceKey(this IDistributedApplicationBuilder builder, Settings settings) =>
        builder.AddGeneratedSecret(Name, settings.ServiceKey);

    public static IResourceBuilder<ProjectResource> WithServiceKey(this IResourceBuilder<ProjectResource> service, IResourceBuilder<ParameterResource> key) =>
        service.WithEnvironment(ServiceKey.Setting, key);
}
