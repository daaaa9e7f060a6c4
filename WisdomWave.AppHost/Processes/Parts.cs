namespace WisdomWave.AppHost.Processes;

/// <summary>The processes and containers that make up the application.</summary>
internal static class Parts
{
    private const string Dashboard = "aspire-dashboard";

    /// <summary>Neither Aspire's dashboard, which has no start command, nor the resources that Aspire adds for its rebuild command.</summary>
    public static bool Include(IResource resource) =>
        resource is ProjectResource or ExecutableResource or ContainerResource
        && resource.Name != Dashboard
        && !resource.Name.EndsWith("-rebuilder", StringComparison.Ordinal);
}
