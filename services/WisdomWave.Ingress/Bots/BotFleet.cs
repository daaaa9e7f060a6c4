using Microsoft.Extensions.Options;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Receiving;
using WisdomWave.ServiceDefaults.Stopping;

namespace WisdomWave.Ingress.Bots;

/// <summary>Runs the operator's bots side by side; one that fails stops none of the others.</summary>
internal sealed class BotFleet(IOptions<BotsOptions> options, IServiceProvider services, Deliveries deliveries, GracefulStop stop) : BackgroundService
{
    private readonly IReadOnlyList<BotRunner> _runners =
        [.. options.Value.Bots.Select(bot => ActivatorUtilities.CreateInstance<BotRunner>(services, bot))];

    public IEnumerable<BotStatus> Statuses => _runners.Select(runner => runner.Status);

    /// <summary>Null for a bot that is not the operator's.</summary>
    public TelegramApi? Find(long botId) => _runners.FirstOrDefault(runner => runner.BotId == botId)?.Api;

    /// <summary>Null for a bot that is not the operator's, and where updates are fetched.</summary>
    public Webhook? FindWebhook(long botId) => _runners.FirstOrDefault(runner => runner.BotId == botId)?.Webhook;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // No new updates from the moment on when the service is to stop; what is on its way gets its time.
        using var receiving = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, stop.Wished);
        await Task.WhenAll(_runners.Select(runner => runner.RunAsync(stoppingToken, receiving.Token)));
        // What is under way is brought to its end.
        await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await deliveries.StopAsync();
    }
}
