using WisdomWave.AppHost.Configuration;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Resources;

/// <summary>The secret that authenticates the services and the app host to each other.</summary>
internal static class ServiceKeys
{
    public const string Name = "service-key";

    /// <summary>A restarted service gets the same key again. A deployment creates its own key.</summary>
    public static IResourceBuilder<ParameterResource> AddServiceKey(this IDistributedApplicationBuilder builder, Settings settings)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return builder.AddParameter(Name, new GenerateParameterDefault { MinLength = 64, Special = false }, secret: true);

        var key = settings.ServiceKey ?? ServiceKey.Create();
        // Hidden, because running services would not know a key that is changed in the dashboard.
        return builder.AddParameter(Name, () => key, secret: true).WithHidden();
    }

    public static IResourceBuilder<ProjectResource> WithServiceKey(this IResourceBuilder<ProjectResource> service, IResourceBuilder<ParameterResource> key) =>
        service.WithEnvironment(ServiceKey.Setting, key);
}
