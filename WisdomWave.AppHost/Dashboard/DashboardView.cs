using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>How the dashboard shows the topology's resources. Nothing here changes how they run.</summary>
internal static class DashboardView
{
    private static readonly string[] Services = ["ingress", "dialog", "completion"];

    /// <summary>Call it last in the topology, when all resources exist.</summary>
    public static void AddDashboardView(this IDistributedApplicationBuilder builder, Settings settings)
    {
        builder.AddExternalSystems(settings);
        builder.AddIcons();
        builder.AddLinks(settings);
        builder.AddOperatorCommands(settings);
        builder.AddRelationships();
        builder.LeaveOutDevelopmentCertificate();
    }

    public static IResourceBuilder<T>? Find<T>(this IDistributedApplicationBuilder builder, string name) where T : IResource =>
        builder.Resources.OfType<T>().FirstOrDefault(resource => resource.Name == name) is { } found ? builder.CreateResourceBuilder(found) : null;

    /// <summary>The processes of the services.</summary>
    public static IReadOnlyList<IResourceBuilder<ProjectResource>> FindServices(this IDistributedApplicationBuilder builder) =>
        [.. builder.Resources.OfType<ProjectResource>().Where(resource => Services.Contains(ServiceReplicas.ServiceOf(resource.Name))).Select(builder.CreateResourceBuilder)];

    /// <summary>Adds the edges of the graph that no reference creates, and groups the monitoring resources.</summary>
    private static void AddRelationships(this IDistributedApplicationBuilder builder)
    {
        if (builder.Find<IResource>("cache") is { } cache)
        {
            foreach (var completion in builder.FindServices().Where(service => ServiceReplicas.ServiceOf(service.Resource.Name) == "completion"))
                completion.WithReferenceRelationship(cache);
        }

        if (builder.Find<IResource>("prometheus") is not { } prometheus)
            return;

        foreach (var scraped in builder.FindServices())
            prometheus.WithReferenceRelationship(scraped);
        builder.Find<IResource>("grafana")?.WithParentRelationship(prometheus);
        builder.Find<IResource>("alertmanager")?.WithParentRelationship(prometheus);
    }
}
