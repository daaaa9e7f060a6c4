namespace WisdomWave.AppHost.Resources;

/// <summary>
/// The processes of one service, each with its own address. The first has the service's name and port; the others are called
/// "completion-2", "completion-3", … and have free ports.
/// </summary>
/// <remarks>
/// Aspire's own <c>WithReplicas</c> puts one proxy in front of all of them, which chooses a replica for each connection. Calls over HTTP/2
/// share a connection, so all of them would reach one replica, and Prometheus would scrape a different replica each time. It is right where
/// the callers need one address: Telegram's webhooks.
/// </remarks>
internal sealed class ServiceReplicas
{
    private ServiceReplicas(IReadOnlyList<IResourceBuilder<ProjectResource>> all) => All = all;

    public IReadOnlyList<IResourceBuilder<ProjectResource>> All { get; }

    public IResourceBuilder<ProjectResource> First => All[0];

    public string Name => First.Resource.Name;

    /// <param name="count">The number of processes.</param>
    /// <param name="add">Adds the process with this name and this number, from 0.</param>
    /// <param name="name">The service's name.</param>
    public static ServiceReplicas Add(string name, int count, Func<string, int, IResourceBuilder<ProjectResource>> add)
    {
        var all = new List<IResourceBuilder<ProjectResource>> { add(name, 0) };
        for (var i = 1; i < count; i++)
            all.Add(add(NameOf(name, i), i).WithParentRelationship(all[0]));
        return new(all);
    }

    public static ServiceReplicas Of(IResourceBuilder<ProjectResource> single) => new([single]);

    /// <summary>The name of the service: "completion-2" → "completion".</summary>
    public static string ServiceOf(string resource) =>
        resource.LastIndexOf('-') is > 0 and var dash && int.TryParse(resource.AsSpan(dash + 1), out _) ? resource[..dash] : resource;

    private static string NameOf(string service, int number) => $"{service}-{number + 1}";
}

internal static class ServiceReplicasExtensions
{
    /// <summary>Passes the addresses of all replicas, between which the caller chooses (ReplicaHandler in ServiceDefaults).</summary>
    public static IResourceBuilder<ProjectResource> WithReference(this IResourceBuilder<ProjectResource> caller, ServiceReplicas service)
    {
        caller.WithReference(service.First);
        for (var i = 1; i < service.All.Count; i++)
        {
            var replica = service.All[i];
            foreach (var endpoint in replica.Resource.Annotations.OfType<EndpointAnnotation>())
                caller.WithEnvironment($"services__{service.Name}__{endpoint.Name}__{i}", replica.GetEndpoint(endpoint.Name));
        }

        return caller;
    }

    public static IResourceBuilder<ProjectResource> WaitFor(this IResourceBuilder<ProjectResource> resource, ServiceReplicas service)
    {
        foreach (var replica in service.All)
            resource.WaitFor(replica);
        return resource;
    }
}
