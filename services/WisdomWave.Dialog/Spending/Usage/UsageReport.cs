using Microsoft.EntityFrameworkCore;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Spending.Usage;

/// <summary>The reply to /usage: a person's usage in a chat.</summary>
internal sealed class UsageReport(IDbContextFactory<DialogContext> contexts, ModelCatalog models, TimeProvider time)
{
    public async Task<string> OfAsync(ConversationKey key, long userId, Texts texts, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        userId = Spender.PayerOf(userId);
        var (today, from) = (UsageDay.Of(now), UsageDay.FirstOfMonth(now));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var month = await context.Usage.AsNoTracking()
            .Where(row => row.BotId == key.BotId && row.ChatId == key.ChatId && row.UserId == userId && row.Day >= from)
            .ToListAsync(cancellationToken);
        return texts.Usage(Line([.. month.Where(row => row.Day == today)], texts), Line(month, texts));
    }

    private string Line(List<UsageRow> rows, Texts texts)
    {
        var tokens = rows.Sum(row => row.InputTokens + row.OutputTokens);
        var line = texts.UsageLine(tokens, rows.Sum(row => row.InputTokens), rows.Sum(row => row.OutputTokens), rows.Sum(row => row.Questions));
        if (models.HavePrices)
            line += texts.UsageCost(NanoMoney.ToMoney(rows.Sum(row => row.CostNanos)));
        return rows.Sum(row => row.CachedQuestions) is > 0 and var cached
            ? line + texts.UsageCached(rows.Sum(row => row.CachedTokens), cached)
            : line;
    }
}
