using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Resources;

internal static class DataDirectory
{
    private const string Variable = "WISDOMWAVE_DATA_DIR";

    /// <summary>Where the service keeps its database. A manifest asks for it: this machine's path means nothing on another.</summary>
    public static IResourceBuilder<ProjectResource> WithDataDirectory(this IResourceBuilder<ProjectResource> service, Settings settings) =>
        service.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? service.WithEnvironment(
                Variable,
                service.ApplicationBuilder.AddParameter("data-directory").WithDescription("The directory that holds dialog.db and outlives the container."))
            : service.WithEnvironment(Variable, settings.DataDirectory);
}
