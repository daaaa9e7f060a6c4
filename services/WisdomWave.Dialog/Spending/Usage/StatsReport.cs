using Microsoft.EntityFrameworkCore;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Spending.Usage;

/// <summary>The reply to /stats: a bot's usage, for admins. It contains numbers and ids only, no names or texts.</summary>
internal sealed class StatsReport(IDbContextFactory<DialogContext> contexts, ModelCatalog models, LastFailures failed, TimeProvider time)
{
    private const int TopChats = 5;

    public async Task<string> OfAsync(long botId, Texts texts, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (today, from) = (UsageDay.Of(now), UsageDay.FirstOfMonth(now));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var month = context.Usage.Where(row => row.BotId == botId && row.Day >= from);
        var top = await month.GroupBy(row => row.ChatId)
            .Select(chat => new
            {
                Id = chat.Key,
                Questions = chat.Sum(row => row.Questions + row.CachedQuestions),
                Tokens = chat.Sum(row => row.InputTokens + row.OutputTokens),
            })
            .OrderByDescending(chat => chat.Tokens).ThenByDescending(chat => chat.Questions)
            .Take(TopChats)
            .ToListAsync(cancellationToken);

        var failures = await failed.OfAsync(botId, texts, cancellationToken);
        var report = texts.Stats(
            await LineAsync(month.Where(row => row.Day == today), texts, cancellationToken), await LineAsync(month, texts, cancellationToken));
        if (top.Count > 0)
            report += $"\n\n{texts.StatsTop}\n\n{string.Join('\n', top.Select(chat => texts.StatsChat(chat.Id, chat.Tokens, chat.Questions)))}";
        return report + failures;
    }

    private async Task<string> LineAsync(IQueryable<UsageRow> rows, Texts texts, CancellationToken cancellationToken)
    {
        var sum = await rows.GroupBy(_ => 1)
            .Select(all => new
            {
                Questions = all.Sum(row => row.Questions),
                Input = all.Sum(row => row.InputTokens),
                Output = all.Sum(row => row.OutputTokens),
                Cost = all.Sum(row => row.CostNanos),
                CachedQuestions = all.Sum(row => row.CachedQuestions),
                CachedTokens = all.Sum(row => row.CachedTokens),
                Saved = all.Sum(row => row.SavedNanos),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (sum is null)
            return texts.UsageLine(0, 0, 0, 0);

        var line = texts.UsageLine(sum.Input + sum.Output, sum.Input, sum.Output, sum.Questions);
        if (models.HavePrices)
            line += texts.UsageCost(NanoMoney.ToMoney(sum.Cost));
        if (sum.CachedQuestions == 0)
            return line;

        line += texts.UsageCached(sum.CachedTokens, sum.CachedQuestions);
        return models.HavePrices ? line + texts.StatsSaved(NanoMoney.ToMoney(sum.Saved)) : line;
    }
}
