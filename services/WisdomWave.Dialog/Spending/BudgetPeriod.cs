namespace WisdomWave.Dialog.Spending;

/// <summary>One budget's running day or month. Not thread-safe: <see cref="Budgets"/> guards it.</summary>
internal sealed class BudgetPeriod(BudgetScope scope, bool isMonth, Amount limit, Amount used, DateTimeOffset now)
{
    /// <summary>The part of a limit at which people are warned.</summary>
    private const double WarnedAt = 0.8;

    private Amount _used = used;
    private Amount _reserved;
    private DateTimeOffset _start = StartOf(now, isMonth);

    public bool IsReserved => _reserved != default;

    public BudgetNotice Notice => new(scope, isMonth ? _start.AddMonths(1) : _start.AddDays(1));

    /// <summary>To be called before anything else: begins the next period when its time has come.</summary>
    public void Roll(DateTimeOffset now)
    {
        if (StartOf(now, isMonth) is var start && start > _start)
            (_start, _used) = (start, default);
    }

    /// <summary>The longest answer to a prompt that the budget bears, tokens; below 0 when not even the prompt fits.</summary>
    /// <param name="promptTokens">Of the whole prompt.</param>
    /// <param name="prices">Of the model; null when they are not known: then of money there must be some left.</param>
    /// <param name="besides">Tokens of another call before it, whose price is not known.</param>
    public long RoomForAnswer(int promptTokens, ModelPrices? prices, int besides = 0)
    {
        var left = limit - _used - _reserved;
        var room = limit.Tokens > 0 ? left.Tokens - promptTokens - besides : long.MaxValue;
        if (limit.Nanos == 0)
            return room;
        if (prices is null)
            return left.Nanos > 0 || besides == 0 ? room : -1;

        var money = NanoMoney.ToMoney(left.Nanos) - prices.CostOf(new(promptTokens, 0));
        if (money <= 0)
            return -1;
        return prices.Output > 0 ? Math.Min(room, (long)decimal.Min(money / prices.CostOf(new(0, 1)), int.MaxValue)) : room;
    }

    public void Reserve(Amount amount) => _reserved += amount;

    /// <returns>Whether the person is to be warned: once in a period, also over restarts.</returns>
    public bool Settle(Amount reserved, Amount spent)
    {
        _reserved -= reserved;
        var before = _used;
        _used += spent;
        return !IsNearlySpent(before) && IsNearlySpent(_used);
    }

    private bool IsNearlySpent(Amount amount) =>
        (limit.Tokens > 0 && amount.Tokens >= limit.Tokens * WarnedAt) || (limit.Nanos > 0 && amount.Nanos >= limit.Nanos * WarnedAt);

    private static DateTimeOffset StartOf(DateTimeOffset time, bool isMonth) =>
        new(time.UtcDateTime.Year, time.UtcDateTime.Month, isMonth ? 1 : time.UtcDateTime.Day, 0, 0, 0, TimeSpan.Zero);
}
