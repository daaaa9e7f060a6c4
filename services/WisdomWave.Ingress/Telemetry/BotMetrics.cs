using System.Diagnostics.Metrics;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Delivery;

namespace WisdomWave.Ingress.Telemetry;

/// <summary>Measures the state of each bot: whether it receives updates, and its backlog of replies.</summary>
internal sealed class BotMetrics(IMeterFactory meters, BotFleet bots, Deliveries deliveries) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(IngressMetrics.MeterName);
        meter.CreateObservableGauge("wisdomwave.bot.receiving", Receiving, unit: null, "1 while the bot receives updates, otherwise 0.");
        meter.CreateObservableGauge("wisdomwave.bot.last_update.timestamp", LastUpdates, "s", "Unix time at which the last update arrived.");
        meter.CreateObservableGauge("wisdomwave.deliveries.pending", PendingReplies, "{reply}", "Replies that are being written or sent, or that wait for it.");
        meter.CreateObservableGauge("wisdomwave.deliveries.oldest.age", OldestAges, "s", "Age of the oldest pending reply.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<int>> Receiving() => bots.Statuses.Select(bot => Of(bot.State == BotState.Receiving ? 1 : 0, bot.Name));

    private IEnumerable<Measurement<double>> LastUpdates() =>
        from bot in bots.Statuses where bot.LastUpdateAt is not null select Of(bot.LastUpdateAt!.Value.ToUnixTimeMilliseconds() / 1000.0, bot.Name);

    private IEnumerable<Measurement<int>> PendingReplies()
    {
        var backlogs = deliveries.Backlogs();
        return bots.Statuses.Select(bot => Of(backlogs.GetValueOrDefault(bot.Name).Replies, bot.Name));
    }

    private IEnumerable<Measurement<double>> OldestAges()
    {
        var backlogs = deliveries.Backlogs();
        return bots.Statuses.Select(bot => Of(backlogs.GetValueOrDefault(bot.Name).OldestAge.TotalSeconds, bot.Name));
    }

    private static Measurement<T> Of<T>(T value, string bot)
        where T : struct =>
        new(value, new KeyValuePair<string, object?>("bot", bot));
}
