using Microsoft.EntityFrameworkCore;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Spending.Usage;

/// <summary>Loads the spending of the current day and month for a budget.</summary>
internal sealed class UsageSums(IDbContextFactory<DialogContext> contexts)
{
    public async Task<(Amount Today, Amount Month)> OfAsync(BudgetPool pool, BudgetScope scope, long id, DateTimeOffset now)
    {
        var (today, from) = (UsageDay.Of(now), UsageDay.FirstOfMonth(now));
        await using var context = await contexts.CreateDbContextAsync();
        var rows = scope switch
        {
            BudgetScope.Person => context.Usage.Where(row => row.UserId == id),
            BudgetScope.Chat => context.Usage.Where(row => row.ChatId == id),
            _ => context.Usage.Where(row => row.BotId == id),
        };
        rows = pool.BotId is { } own ? rows.Where(row => row.BotId == own) : rows.Where(row => !pool.ExcludedBotIds.Contains(row.BotId));
        var days = await rows.Where(row => row.Day >= from)
            .GroupBy(row => row.Day)
            .Select(day => new { Day = day.Key, Tokens = day.Sum(row => row.InputTokens + row.OutputTokens), Nanos = day.Sum(row => row.CostNanos) })
            .ToListAsync();
        var amounts = days.ToLookup(day => day.Day == today, day => new Amount(day.Tokens, day.Nanos));
        var spentToday = amounts[true].Aggregate(default(Amount), (sum, day) => sum + day);
        return (spentToday, amounts[false].Aggregate(spentToday, (sum, day) => sum + day));
    }
}
