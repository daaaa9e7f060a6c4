using WisdomWave.Dialog.Conversations;
using WisdomWave.Dialog.Costs;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Usage;

/// <summary>Adds what a turn took, in the transaction that stores its answer.</summary>
internal static class UsageWrites
{
    private const string AddToDay = """
        INSERT INTO "Usage" ("BotId", "ChatId", "PersonId", "Day", "Model", "Questions", "InputTokens", "CachedInputTokens", "OutputTokens",
            "CostNanos", "CachedQuestions", "CachedTokens", "SavedNanos")
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        ON CONFLICT ("BotId", "ChatId", "PersonId", "Day", "Model") DO UPDATE SET "Questions" = "Questions" + excluded."Questions",
            "InputTokens" = "InputTokens" + excluded."InputTokens", "CachedInputTokens" = "CachedInputTokens" + excluded."CachedInputTokens",
            "OutputTokens" = "OutputTokens" + excluded."OutputTokens", "CostNanos" = "CostNanos" + excluded."CostNanos",
            "CachedQuestions" = "CachedQuestions" + excluded."CachedQuestions", "CachedTokens" = "CachedTokens" + excluded."CachedTokens",
            "SavedNanos" = "SavedNanos" + excluded."SavedNanos"
        """;

    /// <summary>All calls of a turn, which is one question: of the model that was called last.</summary>
    public static void Add(WriteSession session, ConversationKey key, long personId, DateTimeOffset now, IReadOnlyList<ModelCall> calls)
    {
        for (var i = 0; i < calls.Count; i++)
        {
            var (call, question) = (calls[i], i == calls.Count - 1 ? 1 : 0);
            var usage = call.IsFree ? new(0, 0) : call.Usage;
            session.Execute(
                AddToDay,
                key.BotId,
                key.ChatId,
                personId,
                UsageDay.Of(now),
                call.Model,
                call.IsFree ? 0 : question,
                usage.InputTokens,
                usage.CachedInputTokens,
                usage.OutputTokens,
                Nanos.Of(call.Cost),
                call.IsFree ? question : 0,
                call.IsFree ? call.Usage.TotalTokens : 0,
                Nanos.Of(call.Saved));
        }
    }
}
