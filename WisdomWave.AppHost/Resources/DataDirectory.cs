using Microsoft.Extensions.Configuration;
using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Resources;

internal static class DataDirectory
{
    public const string Variable = "WISDOMWAVE_DATA_DIR";
    private const string LogDirectory = "Logging:Files:Directory";

    /// <summary>
    /// Puts the service's log files into <c>logs</c> in the data directory, unless the operator has set another one. In a manifest there
    /// are none: a container's log belongs to the container engine.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithLogFiles(this IResourceBuilder<ProjectResource> service, Settings settings) =>
        service.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? service
            : service.WithEnvironment(Service.Variable(LogDirectory), LogsOf(service.ApplicationBuilder.Configuration, settings));

    public static string LogsOf(IConfiguration configuration, Settings settings) =>
        Path.GetFullPath(configuration[LogDirectory] is { Length: > 0 } directory ? directory : "logs", settings.DataDirectory);

    /// <summary>Passes the database's directory. In a manifest it is a parameter, because this machine's path is wrong on another one.</summary>
    public static IResourceBuilder<ProjectResource> WithDataDirectory(this IResourceBuilder<ProjectResource> service, Settings settings) =>
        service.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? service.WithEnvironment(
                Variable,
                service.ApplicationBuilder.AddParameter("data-directory").WithDescription("The directory of dialog.db. It must outlive the container."))
            : service.WithEnvironment(Variable, settings.DataDirectory);
}
