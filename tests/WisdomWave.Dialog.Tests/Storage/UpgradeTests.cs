using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Spending.Usage;
using WisdomWave.Dialog.Tests.Spending;

namespace WisdomWave.Dialog.Tests.Storage;

/// <summary>Starts with data that an earlier version wrote.</summary>
public sealed class UpgradeTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task UsageFromBeforePerModelCountingIsKeptAndCounted()
    {
        var today = UsageDay.Of(DateTimeOffset.UtcNow);
        await using var dialog = await DialogService.StartOverAsync(
            path => Make(path, (7, 5, 5, today, 3, 900, 600, 2, 100), (7, -100, 5, today, 1, 10, 20, 0, 0), (7, 5, 6, today - 40, 9, 1, 2, 3, 4)),
            ["--Persona=Be brief.", "--Budgets:Person:DailyTokens=6000", .. TestPrices.Settings]);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            new CompletionDelta("Yes"), new CompletionCompleted(FinishKind.Stop, AnswerSource.Provider, "test-model", new(1000, 200)) { Cost = 1.25m });
        await dialog.AskAsync("one");

        await using var database = dialog.OpenDatabase();
        var rows = await database.Usage.AsNoTracking().OrderBy(row => row.Day).ThenBy(row => row.ChatId).ThenBy(row => row.Model)
            .Select(row => new { row.BotId, row.ChatId, row.UserId, row.Day, row.Model, row.Questions, row.InputTokens, row.OutputTokens, row.CostNanos, row.CachedQuestions, row.CachedTokens })
            .ToListAsync(Token);
        Assert.Equal(
            [
                new { BotId = 7L, ChatId = 5L, UserId = 6L, Day = today - 40, Model = "", Questions = 9, InputTokens = 1L, OutputTokens = 2L, CostNanos = 0L, CachedQuestions = 3, CachedTokens = 4L },
                new { BotId = 7L, ChatId = -100L, UserId = 5L, Day = today, Model = "", Questions = 1, InputTokens = 10L, OutputTokens = 20L, CostNanos = 0L, CachedQuestions = 0, CachedTokens = 0L },
                new { BotId = 7L, ChatId = 5L, UserId = 5L, Day = today, Model = "", Questions = 3, InputTokens = 900L, OutputTokens = 600L, CostNanos = 0L, CachedQuestions = 2, CachedTokens = 100L },
                new { BotId = 7L, ChatId = 5L, UserId = 5L, Day = today, Model = "test-model", Questions = 1, InputTokens = 1000L, OutputTokens = 200L, CostNanos = 1_250_000_000L, CachedQuestions = 0, CachedTokens = 0L },
            ],
            rows);
        Assert.Contains(
            "- Today: 2,700 (in 1,900, out 800) for 4 questions; cost: 1.25; ⚡ from the cache for free: 100 for 2 questions\n",
            (await dialog.AskAsync("/usage")).Markdown, StringComparison.Ordinal);

        // 1500 + 30 + 1200 of 6000 are used, so the rest limits the answer.
        await dialog.AskAsync("two");
        Assert.InRange(dialog.Completion.Requests.Last().MaxOutputTokens!.Value, 3100, 3265);
    }

    private static void Make(string path, params (long Bot, long Chat, long Person, int Day, int Questions, long In, long Out, int CachedQuestions, long CachedTokens)[] usage) =>
        EarlierDatabase.CreateAt(path, string.Create(CultureInfo.InvariantCulture, $"""
            DELETE FROM "ChatSettings"; DELETE FROM "Pins"; DELETE FROM "Turns"; DELETE FROM "Usage";
            {string.Join('\n', usage.Select(row => $"""
                INSERT INTO "Usage" ("BotId", "ChatId", "PersonId", "Day", "Model", "Questions", "InputTokens", "CachedInputTokens", "OutputTokens", "CostNanos", "CachedQuestions", "CachedTokens", "SavedNanos")
                VALUES ({row.Bot}, {row.Chat}, {row.Person}, {row.Day}, '', {row.Questions}, {row.In}, 0, {row.Out}, 0, {row.CachedQuestions}, {row.CachedTokens}, 0);
                """))}
            """));
}
