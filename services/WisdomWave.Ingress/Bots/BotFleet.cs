using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Receiving;
using WisdomWave.ServiceDefaults.Stopping;

namespace WisdomWave.Ingress.Bots;

/// <summary>Runs the operator's bots side by side; the failure of one does not affect the others.</summary>
internal sealed class BotFleet(
    IOptions<BotsOptions> options,
    IServiceProvider services,
    Deliveries deliveries,
    ClaimRenewal claims,
    ReplicaIdentity replica,
    GracefulStop stop) : BackgroundService
{
    private readonly IReadOnlyDictionary<long, BotRunner> _runners =
        options.Value.Bots.ToDictionary(bot => bot.Id, bot => ActivatorUtilities.CreateInstance<BotRunner>(services, bot));

    public IEnumerable<BotStatus> Statuses => _runners.Values.Select(runner => runner.Status);

    /// <summary>All bots, for alerts.</summary>
    public IEnumerable<TellingBot> Telling =>
        _runners.Values.Select(runner => new TellingBot(runner.BotId, runner.Status.Name, runner.Status.State == BotState.Receiving));

    /// <summary>Null when no bot has this id, and until Telegram has told who it is.</summary>
    public Bot? FindIntroduced(long botId) => _runners.GetValueOrDefault(botId)?.Introduced;

    /// <summary>Null when no bot has this id.</summary>
    public TelegramApi? Find(long botId) => _runners.GetValueOrDefault(botId)?.Api;

    /// <summary>Null when no bot has this id, and for bots that use long polling.</summary>
    public Webhook? FindWebhook(long botId) => _runners.GetValueOrDefault(botId)?.Webhook;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // On a stop request, take no new updates at once; deliveries in progress get time to finish.
        using var receiving = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, stop.Stopping);
        var claiming = replica.IsShared ? claims.RenewAsync(Receiving, stoppingToken) : Task.CompletedTask;
        await Task.WhenAll(_runners.Values.Select(runner => runner.RunBotAsync(receiving.Token)));
        // Deliveries in progress continue until the host stops the service.
        await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await claiming.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await deliveries.DrainAsync();
    }

    private IReadOnlyList<Bot> Receiving() => [.. _runners.Values.Select(runner => runner.Receiving).OfType<Bot>()];
}
