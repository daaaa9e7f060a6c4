using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Spending.Usage;

/// <summary>Adds a turn's usage in the transaction that stores its reply.</summary>
internal static class UsageWrites
{
    private const string AddToDay = """
        INSERT INTO "Usage" ("BotId", "ChatId", "PersonId", "Day", "Model", "Questions", "InputTokens", "CachedInputTokens", "OutputTokens",
            "CostNanos", "CachedQuestions", "CachedTokens", "SavedNanos")
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        ON CONFLICT ("BotId", "ChatId", "PersonId", "Day", "Model") DO UPDATE SET "Questions" = "Usage"."Questions" + excluded."Questions",
            "InputTokens" = "Usage"."InputTokens" + excluded."InputTokens", "CachedInputTokens" = "Usage"."CachedInputTokens" + excluded."CachedInputTokens",
            "OutputTokens" = "Usage"."OutputTokens" + excluded."OutputTokens", "CostNanos" = "Usage"."CostNanos" + excluded."CostNanos",
            "CachedQuestions" = "Usage"."CachedQuestions" + excluded."CachedQuestions", "CachedTokens" = "Usage"."CachedTokens" + excluded."CachedTokens",
            "SavedNanos" = "Usage"."SavedNanos" + excluded."SavedNanos"
        """;

    /// <summary>Adds the calls of a turn. A turn counts as one question, of the model that was asked last.</summary>
    public static void Add(WriteSession session, Spender spender, DateTimeOffset now, IReadOnlyList<ModelCall> calls)
    {
        var asked = calls.LastOrDefault(call => call.IsQuestion);
        foreach (var call in calls)
        {
            var question = ReferenceEquals(call, asked) ? 1 : 0;
            var usage = call.IsFree ? new(0, 0) : call.Usage;
            session.Send(
                AddToDay,
                spender.BotId,
                spender.ChatId,
                spender.UserId,
                UsageDay.Of(now),
                call.Model,
                call.IsFree ? 0 : question,
                usage.InputTokens,
                usage.CachedInputTokens,
                usage.OutputTokens,
                NanoMoney.Of(call.Cost),
                call.IsFree ? question : 0,
                call.IsFree ? call.Usage.TotalTokens : 0,
                NanoMoney.Of(call.Saved));
        }
    }
}
