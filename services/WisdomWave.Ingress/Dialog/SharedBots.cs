using Microsoft.Extensions.Options;
using WisdomWave.Ingress.Receiving;

namespace WisdomWave.Ingress.Dialog;

/// <summary>Whether other ingresses may receive the same bots' updates: with webhooks they may, a poller is the only one.</summary>
internal sealed class SharedBots(IOptions<WebhookOptions> webhooks)
{
    /// <summary>What this process calls itself before dialog; null for the only ingress.</summary>
    public string? Deliverer { get; } = webhooks.Value.PublicUrl is null ? null : Guid.CreateVersion7().ToString();

    public bool AreShared => Deliverer is not null;
}
