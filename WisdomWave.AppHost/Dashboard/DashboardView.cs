using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>How the dashboard shows the topology's resources. Nothing here changes how they run.</summary>
internal static class DashboardView
{
    private static readonly string[] Scraped = ["ingress", "dialog", "completion"];

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

    /// <summary>Adds the edges of the graph that no reference creates, and groups the monitoring resources.</summary>
    private static void AddRelationships(this IDistributedApplicationBuilder builder)
    {
        if (builder.Find<IResource>("cache") is { } cache)
            builder.Find<IResource>("completion")?.WithReferenceRelationship(cache);
        if (builder.Find<IResource>("prometheus") is not { } prometheus)
            return;

        foreach (var scraped in Scraped.Select(builder.Find<IResource>).OfType<IResourceBuilder<IResource>>())
            prometheus.WithReferenceRelationship(scraped);
        builder.Find<IResource>("grafana")?.WithParentRelationship(prometheus);
        builder.Find<IResource>("alertmanager")?.WithParentRelationship(prometheus);
    }
}
