using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Resources;

internal static class DataDirectory
{
    private const string Variable = "WISDOMWAVE_DATA_DIR";

    /// <summary>Passes the database's directory. In a manifest it is a parameter, because this machine's path is wrong on another one.</summary>
    public static IResourceBuilder<ProjectResource> WithDataDirectory(this IResourceBuilder<ProjectResource> service, Settings settings) =>
        service.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? service.WithEnvironment(
                Variable,
                service.ApplicationBuilder.AddParameter("data-directory").WithDescription("The directory of dialog.db. It must outlive the container."))
            : service.WithEnvironment(Variable, settings.DataDirectory);
}
