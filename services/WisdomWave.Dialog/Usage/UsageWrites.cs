using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Conversations;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Usage;

/// <summary>Adds what an answer took, in the transaction that stores the answer.</summary>
internal static class UsageWrites
{
    private const string AddToDay = """
        INSERT INTO "Usage" ("BotId", "ChatId", "PersonId", "Day", "Questions", "InputTokens", "OutputTokens", "CachedQuestions", "CachedTokens")
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT ("BotId", "ChatId", "PersonId", "Day") DO UPDATE SET "Questions" = "Questions" + excluded."Questions",
            "InputTokens" = "InputTokens" + excluded."InputTokens", "OutputTokens" = "OutputTokens" + excluded."OutputTokens",
            "CachedQuestions" = "CachedQuestions" + excluded."CachedQuestions", "CachedTokens" = "CachedTokens" + excluded."CachedTokens"
        """;

    public static void Add(WriteSession session, ConversationKey key, long personId, DateTimeOffset now, AnswerSource source, TokenUsage usage)
    {
        var isCached = source == AnswerSource.Cache;
        session.Execute(
            AddToDay,
            key.BotId,
            key.ChatId,
            personId,
            UsageDay.Of(now),
            isCached ? 0 : 1,
            isCached ? 0 : usage.InputTokens,
            isCached ? 0 : usage.OutputTokens,
            isCached ? 1 : 0,
            isCached ? usage.TotalTokens : 0);
    }
}
