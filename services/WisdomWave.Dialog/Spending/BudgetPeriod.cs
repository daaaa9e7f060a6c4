namespace WisdomWave.Dialog.Spending;

/// <summary>The current day or month of one budget. Not thread-safe: <see cref="Budgets"/> locks it.</summary>
internal sealed class BudgetPeriod(BudgetScope scope, bool isMonth, Amount limit, Amount used, DateTimeOffset now)
{
    /// <summary>The fraction of a limit at which people are warned.</summary>
    private const double WarningThreshold = 0.8;

    private Amount _used = used;
    private Amount _reserved;
    private DateTimeOffset _start = StartOf(now, isMonth);

    public BudgetScope Scope => scope;

    /// <summary>Otherwise it is a day.</summary>
    public bool IsMonth => isMonth;

    public bool IsReserved => _reserved != default;

    public BudgetNotice Notice => new(scope, isMonth ? _start.AddMonths(1) : _start.AddDays(1));

    /// <summary>Call this before any other method: it starts the next period when the current one is over.</summary>
    public void Roll(DateTimeOffset now)
    {
        if (StartOf(now, isMonth) is var start && start > _start)
            (_start, _used) = (start, default);
    }

    /// <summary>
    /// The longest answer to a prompt that the budget allows, in tokens; negative when not even the prompt fits. Without prices, some
    /// money must be left. <paramref name="auxiliaryTokens"/> are those of a call before it, whose price is unknown.
    /// </summary>
    public long RoomForAnswer(int promptTokens, ModelPrices? prices, int auxiliaryTokens = 0)
    {
        var left = limit - _used - _reserved;
        var room = limit.Tokens > 0 ? left.Tokens - promptTokens - auxiliaryTokens : long.MaxValue;
        if (limit.Nanos == 0)
            return room;
        if (prices is null)
            return left.Nanos > 0 || auxiliaryTokens == 0 ? room : -1;

        var money = NanoMoney.ToMoney(left.Nanos) - prices.CostOf(new(promptTokens, 0));
        if (money <= 0)
            return -1;
        return prices.Output > 0 ? Math.Min(room, (long)decimal.Min(money / prices.CostOf(new(0, 1)), int.MaxValue)) : room;
    }

    public void Reserve(Amount amount) => _reserved += amount;

    /// <returns>Whether to warn the person: once per period, even across restarts.</returns>
    public bool Settle(Amount reserved, Amount spent)
    {
        _reserved -= reserved;
        var before = _used;
        _used += spent;
        return !IsNearlySpent(before) && IsNearlySpent(_used);
    }

    private bool IsNearlySpent(Amount amount) =>
        (limit.Tokens > 0 && amount.Tokens >= limit.Tokens * WarningThreshold) || (limit.Nanos > 0 && amount.Nanos >= limit.Nanos * WarningThreshold);

    private static DateTimeOffset StartOf(DateTimeOffset time, bool isMonth) =>
        new(time.UtcDateTime.Year, time.UtcDateTime.Month, isMonth ? 1 : time.UtcDateTime.Day, 0, 0, 0, TimeSpan.Zero);
}

/// <summary>What a budget limits.</summary>
internal enum BudgetScope
{
    /// <summary>One person, in all chats and with all bots of the pool.</summary>
    Person,

    /// <summary>One chat, with all its people and topics.</summary>
    Chat,

    /// <summary>One bot, with all its people.</summary>
    Bot,
}

/// <summary>A budget that is used up or nearly so, and when its next day or month starts (UTC).</summary>
internal sealed record BudgetNotice(BudgetScope Scope, DateTimeOffset RenewsAt);
