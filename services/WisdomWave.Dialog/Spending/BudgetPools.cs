using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Interactions.Settings;

namespace WisdomWave.Dialog.Spending;

/// <summary>Maps each bot to its budgets.</summary>
internal sealed class BudgetPools
{
    private readonly BudgetPool _common;
    private readonly Dictionary<long, BudgetPool> _own;

    public BudgetPools(IOptionsMonitor<BudgetOptions> options, BotSections bots)
    {
        _own = bots.All.Where(bot => bot.OwnsBudgets).ToDictionary(bot => bot.Id, bot => new BudgetPool(options.Get(bot.Path), bot.Id, []));
        _common = new BudgetPool(options.CurrentValue, botId: null, [.. _own.Keys]);
    }

    public BudgetPool Of(long botId) => _own.GetValueOrDefault(botId, _common);
}

/// <summary>Budgets and the bots that share them: one bot with budgets of its own, or all other bots together.</summary>
internal sealed class BudgetPool(BudgetOptions options, long? botId, long[] excludedBotIds)
{
    /// <summary>The bot that has these budgets for itself; null for the common ones.</summary>
    public long? BotId { get; } = botId;

    /// <summary>Bots that have their own budgets, so do not count towards the common ones.</summary>
    public long[] ExcludedBotIds { get; } = excludedBotIds;

    public bool ExemptsAdmins { get; } = options.ExemptAdmins;

    /// <summary>The scopes with a limit.</summary>
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
