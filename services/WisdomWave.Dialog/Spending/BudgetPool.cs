namespace WisdomWave.Dialog.Spending;

/// <summary>Budgets and the bots that draw on them: one that has its own, or all the others together.</summary>
internal sealed class BudgetPool(BudgetOptions options, long? botId, long[] othersIds)
{
    /// <summary>The bot that has these for itself; null for the common ones.</summary>
    public long? BotId { get; } = botId;

    /// <summary>The bots that do not draw on the common ones.</summary>
    public long[] OthersIds { get; } = othersIds;

    public bool ExemptsAdmins { get; } = options.ExemptAdmins;

    /// <summary>Those that set a limit.</summary>
    public IReadOnlyList<(BudgetScope Scope, BudgetLimits Limits)> Limits { get; } =
    [
        .. new[]
        {
            (Scope: BudgetScope.Person, Limits: options.Person),
            (Scope: BudgetScope.Chat, Limits: options.Chat),
            (Scope: BudgetScope.Bot, Limits: options.Bot),
        }.Where(budget => budget.Limits.Daily != default || budget.Limits.Monthly != default),
    ];
}
