using System.Collections.Concurrent;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Spending.Usage;
using WisdomWave.Dialog.Telemetry;

namespace WisdomWave.Dialog.Spending;

/// <summary>
/// Decides before each call whether the budgets allow it. The maximum cost of a running call is reserved, so that two concurrent
/// questions cannot both spend the rest. In a cluster, each process sees the spending of the others only when it loads a sum.
/// </summary>
internal sealed class Budgets(BudgetPools pools, AccessList access, UsageSums sums, DialogMetrics metrics, TimeProvider time)
{
    /// <summary>A budget that allows only a shorter answer than this counts as used up.</summary>
    private const int MinAnswerTokens = 200;

    /// <summary>Meters are swept only beyond this number.</summary>
    private const int MinMetersToSweep = 10_000;

    private static readonly TimeSpan MeterLifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(BudgetPool Pool, BudgetScope Scope, long Id), Meter> _meters = new();
    private readonly Lock _gate = new();
    private int _sweepAt = MinMetersToSweep;

    /// <summary>Reserves the cost of a prompt and an answer of at most <paramref name="answerTokens"/>. Prices are null when unknown.</summary>
    /// <returns>A reservation, which must be settled in any case, or the budget that is used up.</returns>
    public async Task<(Reservation? Reservation, BudgetNotice? Spent)> ReserveAsync(
        Spender spender, int promptTokens, int answerTokens, ModelPrices? prices, CancellationToken cancellationToken)
    {
        var periods = await PeriodsOfAsync(spender, cancellationToken);
        lock (_gate)
        {
            long room = answerTokens;
            foreach (var period in EnforcedFor(spender, periods))
            {
                room = Math.Min(room, period.RoomForAnswer(promptTokens, prices));
                if (room < Math.Min(MinAnswerTokens, answerTokens))
                    return (null, Refuse(spender, period));
            }

            return (Reserve(periods, Amount.Of(new(promptTokens, (int)room), prices), (int)room), null);
        }
    }

    /// <summary>
    /// Reserves the estimated <paramref name="tokens"/> of a call that prepares a question, such as a transcription; its price is known
    /// only afterwards. It is refused when the budget would not allow the question and its answer too.
    /// </summary>
    /// <returns>A reservation, which must be settled in any case, or the budget that is used up.</returns>
    public async Task<(Reservation? Reservation, BudgetNotice? Spent)> ReserveAsync(
        Spender spender, int tokens, int promptTokens, int answerTokens, ModelPrices? prices, CancellationToken cancellationToken)
    {
        var answer = Math.Min(MinAnswerTokens, answerTokens);
        var periods = await PeriodsOfAsync(spender, cancellationToken);
        lock (_gate)
        {
            return EnforcedFor(spender, periods).FirstOrDefault(period => period.RoomForAnswer(promptTokens, prices, auxiliaryTokens: tokens) < answer) is { } spent
                ? (null, Refuse(spender, spent))
                : (Reserve(periods, new Amount(tokens, 0), 0), null);
        }
    }

    private async Task<List<BudgetPeriod>> PeriodsOfAsync(Spender spender, CancellationToken cancellationToken)
    {
        var pool = pools.Of(spender.BotId);
        var periods = new List<BudgetPeriod>(2 * pool.Limits.Count);
        foreach (var (scope, limits) in pool.Limits)
            periods.AddRange(await PeriodsOfAsync(pool, scope, limits, spender.IdIn(scope), cancellationToken));
        return periods;
    }

    /// <summary>The periods that can refuse a call, rolled to the current day and month. None for exempt admins.</summary>
    private List<BudgetPeriod> EnforcedFor(Spender spender, List<BudgetPeriod> periods)
    {
        var now = time.GetUtcNow();
        foreach (var period in periods)
            period.Roll(now);
        return pools.Of(spender.BotId).ExemptsAdmins && access.IsAdmin(spender.BotId, spender.UserId) ? [] : periods;
    }

    private BudgetNotice Refuse(Spender spender, BudgetPeriod period)
    {
        metrics.BudgetRefused(spender.BotId, period.Scope, period.IsMonth);
        return period.Notice;
    }

    private Reservation Reserve(List<BudgetPeriod> periods, Amount amount, int answerTokens)
    {
        foreach (var period in periods)
            period.Reserve(amount);
        return new Reservation(answerTokens, spent => Settle(periods, amount, spent));
    }

    private List<BudgetNotice> Settle(List<BudgetPeriod> periods, Amount reserved, Amount spent)
    {
        var now = time.GetUtcNow();
        var warnings = new List<BudgetNotice>();
        lock (_gate)
        {
            foreach (var period in periods)
            {
                period.Roll(now);
                if (period.Settle(reserved, spent))
                    warnings.Add(period.Notice);
            }
        }

        return warnings;
    }

    private async Task<BudgetPeriod[]> PeriodsOfAsync(BudgetPool pool, BudgetScope scope, BudgetLimits limits, long id, CancellationToken cancellationToken)
    {
        if (_meters.Count > _sweepAt)
            Sweep();

        // The sum is loaded before this process spends anything, so nothing is counted twice.
        var meter = _meters.GetOrAdd((pool, scope, id), _ => new Meter(new(() => LoadAsync(pool, scope, limits, id))));
        meter.UsedAt = time.GetTimestamp();
        try
        {
            return await meter.Periods.Value.WaitAsync(cancellationToken);
        }
        catch when (meter.Periods.Value.IsFaulted)
        {
            _meters.TryRemove(new((pool, scope, id), meter));
            throw;
        }
    }

    private async Task<BudgetPeriod[]> LoadAsync(BudgetPool pool, BudgetScope scope, BudgetLimits limits, long id)
    {
        var now = time.GetUtcNow();
        var (today, month) = await sums.OfAsync(pool, scope, id, now);
        return
        [
            .. limits.Daily == default ? (BudgetPeriod[])[] : [new(scope, isMonth: false, limits.Daily, today, now)],
            .. limits.Monthly == default ? (BudgetPeriod[])[] : [new(scope, isMonth: true, limits.Monthly, month, now)],
        ];
    }

    private void Sweep()
    {
        lock (_gate)
        {
            foreach (var entry in _meters)
            {
                if (entry.Value.Periods is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: var periods } }
                    && time.GetElapsedTime(entry.Value.UsedAt) > MeterLifetime && !periods.Any(period => period.IsReserved))
                    _meters.TryRemove(entry);
            }

            _sweepAt = Math.Max(MinMetersToSweep, 2 * _meters.Count);
        }
    }

    private sealed class Meter(Lazy<Task<BudgetPeriod[]>> periods)
    {
        public Lazy<Task<BudgetPeriod[]>> Periods { get; } = periods;

        public long UsedAt { get; set; }
    }
}
