using WisdomWave.AppHost.Configuration;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Resources;

/// <summary>The secret that lets services call each other, and the app host call them.</summary>
internal static class ServiceKeys
{
    public const string Name = "service-key";

    /// <summary>A service that is restarted gets the key of this start again. A deployment makes its own.</summary>
    public static IResourceBuilder<ParameterResource> AddServiceKey(this IDistributedApplicationBuilder builder, Settings settings)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return builder.AddParameter(Name, new GenerateParameterDefault { MinLength = 64, Special = false }, secret: true);

        var key = settings.ServiceKey ?? ServiceKey.Create();
        // Nobody should change it in the dashboard: services that still run would not know the new one.
        return builder.AddParameter(Name, () => key, secret: true).WithHidden();
    }

    public static IResourceBuilder<ProjectResource> WithServiceKey(this IResourceBuilder<ProjectResource> service, IResourceBuilder<ParameterResource> key) =>
        service.WithEnvironment(ServiceKey.Setting, key);
}
