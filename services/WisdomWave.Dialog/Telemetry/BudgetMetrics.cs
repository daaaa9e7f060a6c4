using System.Data.Common;
using System.Diagnostics.Metrics;
using WisdomWave.Dialog.Spending;
using WisdomWave.Dialog.Spending.Usage;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Telemetry;

/// <summary>
/// Measures what each bot has spent today and this month, and what is left of its own limits. Reads the stored usage and not
/// <see cref="Budgets"/>, which knows only the spending that a limit made it load.
/// </summary>
internal sealed class BudgetMetrics(IMeterFactory meters, IDatabaseEngine database, BudgetPools pools, BotNames bots, TimeProvider time)
    : PeriodicWork(TimeSpan.FromSeconds(15), time)
{
    // Not through EF Core, which would have to compile the query at each start.
    private const string SpentSince = """
        SELECT "Day" = ?3, CAST(SUM("InputTokens" + "OutputTokens") AS bigint), CAST(SUM("CostNanos") AS bigint)
        FROM "Usage" WHERE "BotId" = ?1 AND "Day" >= ?2 GROUP BY 1
        """;

    private volatile IReadOnlyDictionary<long, (Amount Day, Amount Month)> _spent = new Dictionary<long, (Amount, Amount)>();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(DialogMetrics.MeterName);
        meter.CreateObservableGauge("wisdomwave.budget.spent_tokens", () => Spent(amount => amount.Tokens), "{token}", "Tokens that a bot has spent, by period.");
        meter.CreateObservableGauge("wisdomwave.budget.spent_cost", () => Spent(amount => Money(amount.Nanos)), "{currency}", "Money that a bot has spent, by period.");
        meter.CreateObservableGauge("wisdomwave.budget.left_tokens", () => Left(amount => amount.Tokens, tokens => tokens), "{token}", "Tokens left of a bot's own limit, by period.");
        meter.CreateObservableGauge("wisdomwave.budget.left_cost", () => Left(amount => amount.Nanos, Money), "{currency}", "Money left of a bot's own limit, by period.");
        return base.StartAsync(cancellationToken);
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            _spent = await ReadAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is DbException || StorageFault.Is(exception))
        {
            // The health check of the storage reports it, and the values so far are not far from the truth.
        }
    }

    private async Task<Dictionary<long, (Amount Day, Amount Month)>> ReadAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var spent = new Dictionary<long, (Amount Day, Amount Month)>();
        await using var connection = database.CreateConnection();
        await connection.OpenAsync(cancellationToken);
        foreach (var (id, _) in bots.All)
        {
            await using var command = database.CreateCommand(connection, SpentSince, id, UsageDay.FirstOfMonth(now), UsageDay.Of(now));
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                var (isToday, amount) = (rows.GetBoolean(0), new Amount(rows.GetInt64(1), rows.GetInt64(2)));
                var (day, month) = spent.GetValueOrDefault(id);
                spent[id] = (isToday ? amount : day, month + amount);
            }
        }

        return spent;
    }

    private IEnumerable<Measurement<double>> Spent(Func<Amount, double> part)
    {
        var spent = _spent;
        foreach (var (id, name) in bots.All)
        {
            var (day, month) = spent.GetValueOrDefault(id);
            yield return Of(part(day), name, "day");
            yield return Of(part(month), name, "month");
        }
    }

    /// <param name="part">Tokens or billionths of money; 0 in a limit means that there is none.</param>
    /// <param name="unit">Converts the difference to the metric's unit.</param>
    private IEnumerable<Measurement<double>> Left(Func<Amount, long> part, Func<long, double> unit)
    {
        var spent = _spent;
        foreach (var (id, name) in bots.All)
        {
            var limits = pools.Of(id).Limits.FirstOrDefault(budget => budget.Scope == BudgetScope.Bot).Limits;
            if (limits is null)
                continue;

            var (day, month) = spent.GetValueOrDefault(id);
            if (part(limits.Daily) is > 0 and var daily)
                yield return Of(unit(daily - part(day)), name, "day");
            if (part(limits.Monthly) is > 0 and var monthly)
                yield return Of(unit(monthly - part(month)), name, "month");
        }
    }

    private static double Money(long nanos) => (double)NanoMoney.ToMoney(nanos);

    private static Measurement<double> Of(double value, string bot, string period) => new(value, new("bot", bot), new("period", period));
}
