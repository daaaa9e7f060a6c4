using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots.Leases;
using WisdomWave.Ingress.Receiving;
using WisdomWave.ServiceDefaults.Outbound;

namespace WisdomWave.Ingress.Dialog;

internal static class DialogServiceCollectionExtensions
{
    public static IServiceCollection AddDialog(this IServiceCollection services)
    {
        services.AddSingleton<DialogPresence>();
        services.AddSingleton<ReplicaIdentity>();
        services.AddSingleton<PartReporter>();
        services.AddHttpClient<DialogClient>((provider, http) =>
        {
            var identity = provider.GetRequiredService<ReplicaIdentity>();
            if (identity.IsShared)
                http.DefaultRequestHeaders.Add(Deliverer.Header, identity.Id);
        }).ToService("dialog").ForEventStreams();
        return services;
    }
}

/// <summary>This process among the replicas of ingress.</summary>
internal sealed class ReplicaIdentity(IOptions<WebhookOptions> webhooks, IOptions<PollingOptions> polling)
{
    /// <summary>The value of the <see cref="Deliverer.Header"/>, and the owner of this replica's leases. A later process has a higher one.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString();

    /// <summary>Whether other replicas may deliver replies of the same bot, so that dialog has to decide who does.</summary>
    public bool IsShared { get; } = webhooks.Value.PublicUrl is not null || polling.Value.Leases;
}
