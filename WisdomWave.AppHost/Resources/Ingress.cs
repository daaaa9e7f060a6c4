using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Resources;

/// <summary>How several ingresses receive the updates of the same bots.</summary>
internal static class Ingress
{
    private const string LeasesSetting = "Polling:Leases";

    /// <summary>
    /// Telegram calls a webhook at one address, so those replicas are behind Aspire's proxy. Replicas that poll Telegram have an address
    /// each.
    /// </summary>
    /// <param name="settings">The operator's settings.</param>
    /// <param name="add">Adds a process with this name and port.</param>
    public static ServiceReplicas Add(Settings settings, Func<string, int, IResourceBuilder<ProjectResource>> add)
    {
        var replicas = settings.Replicas.Ingress;
        return settings.PublicUrl is null
            ? ServiceReplicas.Add("ingress", replicas, (name, number) => add(name, settings.Ports.OfIngress(number)))
            : ServiceReplicas.Of(add("ingress", settings.Ports.Ingress).WithProxiedReplicas(replicas));
    }

    /// <summary>
    /// Several replicas that poll share out the bots by leases in Redis. A single one needs no Redis, and with webhooks no bot belongs to
    /// one replica. The operator may set the leases for a single one, too, if another machine runs a second one.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithBotLeases(this IResourceBuilder<ProjectResource> ingress, Settings settings, Cache cache)
    {
        if (settings.PublicUrl is not null)
            return ingress;
        if (settings.Replicas.Ingress > 1)
            return ingress.WithCache(cache).WithEnvironment(Service.Variable(LeasesSetting), "true");
        return bool.TryParse(ingress.ApplicationBuilder.Configuration[LeasesSetting], out var hasLeases) && hasLeases ? ingress.WithCache(cache) : ingress;
    }
}
