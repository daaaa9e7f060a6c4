using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Turns.History;

/// <summary>Stores the outcome of a turn. The same transaction puts its reply into the outbox.</summary>
internal static class HistoryWrites
{
    // The condition on "State" lets only the first answer in: if a grain is briefly activated twice, the second answer is dropped.
    // The condition on "Id" drops the answer of a turn that has been replaced: a regenerated turn takes over the row.
    private const string CompleteTurn = $"""
        UPDATE "Turns" SET "State" = {TurnStateSql.Replied}, "Remembered" = ?2, "QuestionTokens" = ?3, "Answer" = ?4, "AnswerTokens" = ?5, "Footnote" = ?6,
            "Failure" = ?7, "Model" = ?8, "Source" = ?9, "InputTokens" = ?10, "CachedInputTokens" = ?11, "OutputTokens" = ?12,
            "CompletedAt" = ?13, "Extras" = ?14
        WHERE "Sequence" = ?1 AND "Id" = ?15 AND "State" = {TurnStateSql.Accepted}
        RETURNING "Forgotten"
        """;

    private const string AddRestart = """
        UPDATE "Turns" SET "Restarts" = "Restarts" + ?2 WHERE "Id" = ?1
        """;

    private const string MoveWindow = """
        UPDATE "Conversations" SET "WindowStart" = ?5, "TrimNoticed" = ?6
        WHERE "BotId" = ?1 AND "ChatId" = ?2 AND "TopicId" = ?3 AND "UserId" = ?4
        """;

    // Version-7 ids sort by time, and a regenerated turn gets a new one, so no index on a time is needed.
    private const string ForgetOld = """
        DELETE FROM "Turns" WHERE "Id" IN (SELECT "Id" FROM "Turns" WHERE "Id" < ?1 ORDER BY "Id" LIMIT ?2)
        """;

    // An undelivered reply stays until it is delivered, but is no longer part of the history.
    private const string RemoveUndelivered = """
        UPDATE "Turns" SET "Forgotten" = TRUE, "ForgottenIn" = NULL WHERE "Sequence" = ?1
        """;

    private const string RemoveDelivered = $"""
        DELETE FROM "Turns" WHERE "Sequence" = ?1 AND "State" = {TurnStateSql.Delivered}
        """;

    /// <returns>
    /// Whether the turn was forgotten before it was answered, so that it must not be remembered; null when it already has a reply, or does not
    /// exist any more.
    /// </returns>
    public static bool? Complete(WriteSession session, Guid turnId, TurnOutcome outcome, DateTimeOffset now) =>
        session.ScalarFlag(
            CompleteTurn,
            outcome.Sequence,
            outcome.Remembered,
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
            turnId);

    /// <returns>False when the turn does not exist any more.</returns>
    public static bool CountRestart(WriteSession session, Guid turnId, int change) =>
        session.Execute(AddRestart, turnId, change) > 0;

    public static void SetWindow(WriteSession session, ConversationKey key, long windowStart, bool trimNoticed) =>
        session.Send(MoveWindow, key.BotId, key.ChatId, key.TopicId, key.UserId, windowStart, trimNoticed);

    /// <summary>Erases turns that are older than <paramref name="time"/>, delivered or not.</summary>
    /// <returns>Their number; fewer than <paramref name="most"/> when none is left.</returns>
    public static int ForgetBefore(WriteSession session, DateTimeOffset time, int most)
    {
        // The smallest id of that millisecond.
        var bytes = BigEndianGuid.Bytes(Guid.CreateVersion7(time));
        Array.Clear(bytes, index: 6, length: 10);
        return session.Erase(ForgetOld, new Guid(bytes, bigEndian: true), most);
    }

    /// <summary>Erases one turn; if its reply is undelivered, it is erased after the delivery.</summary>
    public static void Remove(WriteSession session, long sequence)
    {
        session.Send(RemoveUndelivered, sequence);
        session.SendErase(RemoveDelivered, sequence);
    }
}
