using System.Collections.Concurrent;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Spending.Usage;

namespace WisdomWave.Dialog.Spending;

/// <summary>
/// Decides before every call whether it may be paid. What calls in flight may spend at most is set aside, so that two
/// questions at the same moment cannot both spend the rest. In a cluster of dialogs each process sees what the others have
/// spent only when it loads a sum.
/// </summary>
internal sealed class Budgets(BudgetPools pools, AccessList access, UsageSums sums, TimeProvider time)
{
    /// <summary>What is left must be good for more than a beginning.</summary>
    private const int ShortestAnswer = 200;

    /// <summary>So many people and chats are kept without looking for some to let go.</summary>
    private const int KeptAtLeast = 10_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(BudgetPool Pool, BudgetScope Scope, long Id), Meter> _meters = new();
    private readonly Lock _gate = new();
    private int _sweepAt = KeptAtLeast;

    /// <param name="spender">Who asks.</param>
    /// <param name="promptTokens">Of the whole prompt.</param>
    /// <param name="answerTokens">The longest answer that is wanted.</param>
    /// <param name="prices">Of the model; null when they are not known.</param>
    /// <param name="cancellationToken">Nothing is set aside then.</param>
    /// <returns>A reservation, to be settled whatever happens, or the budget that is used up.</returns>
    public async Task<(Reservation? Reservation, BudgetNotice? Spent)> ReserveAsync(
        Spender spender, int promptTokens, int answerTokens, ModelPrices? prices, CancellationToken cancellationToken)
    {
        var periods = await PeriodsOfAsync(spender, cancellationToken);
        lock (_gate)
        {
            long room = answerTokens;
            foreach (var period in BindingOn(spender, periods))
            {
                room = Math.Min(room, period.RoomForAnswer(promptTokens, prices));
                if (room < Math.Min(ShortestAnswer, answerTokens))
                    return (null, period.Notice);
            }

            return (Reserve(periods, Amount.Of(new(promptTokens, (int)room), prices), (int)room), null);
        }
    }

    /// <summary>
    /// For a call whose price is known only when it has been made, and which is made for the sake of a question: without room for an
    /// answer it would be paid in vain.
    /// </summary>
    /// <param name="spender">Who asks.</param>
    /// <param name="tokens">What it may take, estimated.</param>
    /// <param name="promptTokens">That the question takes besides.</param>
    /// <param name="answerTokens">The longest answer that is wanted.</param>
    /// <param name="prices">Of the model that answers; null when they are not known.</param>
    /// <param name="cancellationToken">Nothing is set aside then.</param>
    /// <returns>A reservation, to be settled whatever happens, or the budget that is used up.</returns>
    public async Task<(Reservation? Reservation, BudgetNotice? Spent)> ReserveAsync(
        Spender spender, int tokens, int promptTokens, int answerTokens, ModelPrices? prices, CancellationToken cancellationToken)
    {
        var answer = Math.Min(ShortestAnswer, answerTokens);
        var periods = await PeriodsOfAsync(spender, cancellationToken);
        lock (_gate)
        {
            return BindingOn(spender, periods).FirstOrDefault(period => period.RoomForAnswer(promptTokens, prices, besides: tokens) < answer) is { } spent
                ? (null, spent.Notice)
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

    /// <summary>Those that may refuse, in their running day and month.</summary>
    private List<BudgetPeriod> BindingOn(Spender spender, List<BudgetPeriod> periods)
    {
        var now = time.GetUtcNow();
        foreach (var period in periods)
            period.Roll(now);
        return pools.Of(spender.BotId).ExemptsAdmins && access.IsAdmin(spender.BotId, spender.PersonId) ? [] : periods;
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

        // Loaded before anything of it is spent here: the table cannot hold what a meter will also be told.
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
                    && time.GetElapsedTime(entry.Value.UsedAt) > KeptFor && !periods.Any(period => period.IsReserved))
                    _meters.TryRemove(entry);
            }

            _sweepAt = Math.Max(KeptAtLeast, 2 * _meters.Count);
        }
    }

    private sealed class Meter(Lazy<Task<BudgetPeriod[]>> periods)
    {
        public Lazy<Task<BudgetPeriod[]>> Periods { get; } = periods;

        public long UsedAt { get; set; }
    }
}
