using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
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
            if (provider.GetRequiredService<ReplicaIdentity>().Deliverer is { } deliverer)
                http.DefaultRequestHeaders.Add(Deliverer.Header, deliverer);
        }).ToService("dialog").ForEventStreams();
        return services;
    }
}

/// <summary>This replica's identity. With webhooks several replicas may share a bot; with long polling there is only one.</summary>
internal sealed class ReplicaIdentity(IOptions<WebhookOptions> webhooks)
{
    /// <summary>The value of the <see cref="Deliverer.Header"/>; null with long polling.</summary>
    public string? Deliverer { get; } = webhooks.Value.PublicUrl is null ? null : Guid.CreateVersion7().ToString();

    public bool IsShared => Deliverer is not null;
}
