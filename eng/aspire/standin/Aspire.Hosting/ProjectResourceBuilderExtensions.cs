using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;

namespace Aspire.Hosting;

/// <summary>Adds projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject(name, new TProject(), LaunchProfile.Default(new TProject().ProjectPath));

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject(name, new TProject(), LaunchProfile.Named(new TProject().ProjectPath, launchProfileName));

    private static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata, LaunchProfile? profile)
    {
        var project = builder.AddResource(new ProjectResource(name)).WithAnnotation(metadata);
        foreach (var (variable, value) in profile?.EnvironmentVariables ?? [])
            project.WithEnvironment(variable, value);

        return project.WithEnvironment(context =>
        {
            var urls = project.Resource.Annotations.OfType<EndpointAnnotation>()
                .Where(e => e.UriScheme is "http" or "https")
                .Select(e => $"{e.UriScheme}://{e.TargetHost}:{e.AllocatedEndpoint?.Port ?? e.Port}");
            context.EnvironmentVariables.TryAdd("ASPNETCORE_URLS", string.Join(';', urls));
        });
    }
}
