using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Interactions.Settings;

namespace WisdomWave.Dialog.Spending;

/// <summary>Which bot draws on which budgets.</summary>
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
