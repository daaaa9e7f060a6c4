using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Turns.History;

/// <summary>Stores what a turn came to; the reply is in the outbox from the same transaction on.</summary>
internal static class HistoryWrites
{
    // "State" = 0 makes it happen once: should a grain be activated twice for a moment, the second answer is dropped.
    // "Id": a turn that answers anew takes over the row, and the one that it replaces may still be running.
    private const string CompleteTurn = """
        UPDATE "Turns" SET "State" = 1, "Remembered" = ?2, "QuestionTokens" = ?3, "Answer" = ?4, "AnswerTokens" = ?5, "Footnote" = ?6,
            "Failure" = ?7, "Model" = ?8, "Source" = ?9, "InputTokens" = ?10, "CachedInputTokens" = ?11, "OutputTokens" = ?12,
            "CompletedAt" = ?13, "Extras" = ?14
        WHERE "Sequence" = ?1 AND "Id" = ?15 AND "State" = 0
        """;

    private const string AddRestart = """
        UPDATE "Turns" SET "Restarts" = "Restarts" + ?2 WHERE "Id" = ?1
        """;

    private const string MoveWindow = """
        UPDATE "Conversations" SET "WindowStart" = ?5, "TrimNoticed" = ?6
        WHERE "BotId" = ?1 AND "ChatId" = ?2 AND "TopicId" = ?3 AND "UserId" = ?4
        """;

    // Version-7 ids sort by time, and that of a question asked anew is new: no other index is needed.
    private const string ForgetOld = """
        DELETE FROM "Turns" WHERE "Id" IN (SELECT "Id" FROM "Turns" WHERE "Id" < ?1 ORDER BY "Id" LIMIT ?2)
        """;

    // A reply that is still on its way stays until it has arrived, but no longer belongs to the history.
    private const string RemoveUndelivered = """
        UPDATE "Turns" SET "Forgotten" = 1, "ForgottenIn" = NULL WHERE "Sequence" = ?1
        """;

    private const string RemoveDelivered = """
        DELETE FROM "Turns" WHERE "Sequence" = ?1 AND "State" = 2
        """;

    /// <returns>False when the turn had a reply already, or is gone.</returns>
    public static bool Complete(WriteSession session, Guid turnId, TurnOutcome outcome, DateTimeOffset now) =>
        session.Execute(
            CompleteTurn,
            outcome.Sequence,
            outcome.Remembered ? 1 : 0,
            outcome.QuestionTokens,
            outcome.Reply.Markdown,
            outcome.AnswerTokens,
            outcome.Reply.Footnote,
            outcome.Failure?.ToString(),
            outcome.Model,
            outcome.Source?.ToString(),
            outcome.Usage.InputTokens,
            outcome.Usage.CachedInputTokens,
            outcome.Usage.OutputTokens,
            now.ToUnixTimeMilliseconds(),
            ReplyExtras.Write(outcome.Reply, outcome.Quote),
            BigEndianGuid.Bytes(turnId)) > 0;

    /// <returns>False when the turn is gone.</returns>
    public static bool CountRestart(WriteSession session, Guid turnId, int change) =>
        session.Execute(AddRestart, BigEndianGuid.Bytes(turnId), change) > 0;

    public static void SetWindow(WriteSession session, ConversationKey key, long windowStart, bool trimNoticed) =>
        session.Execute(MoveWindow, key.BotId, key.ChatId, key.TopicId, key.UserId, windowStart, trimNoticed ? 1 : 0);

    /// <summary>Erases turns of before, whether their replies have arrived or not.</summary>
    /// <returns>How many; fewer than <paramref name="most"/> when none is left.</returns>
    public static int ForgetBefore(WriteSession session, DateTimeOffset time, int most)
    {
        var first = BigEndianGuid.Bytes(Guid.CreateVersion7(time));

        // The least of all ids of that millisecond.
        Array.Clear(first, index: 6, length: 10);
        return session.Erase(ForgetOld, first, most);
    }

    /// <summary>Erases one turn; a reply that is still on its way is erased when it has arrived.</summary>
    public static void Remove(WriteSession session, long sequence)
    {
        session.Execute(RemoveUndelivered, sequence);
        session.Erase(RemoveDelivered, sequence);
    }
}
