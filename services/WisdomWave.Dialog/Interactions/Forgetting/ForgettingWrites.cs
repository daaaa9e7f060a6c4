using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Interactions.Forgetting;

/// <summary>Hides a forgotten conversation, restores it, and erases it when it expires.</summary>
internal static class ForgettingWrites
{
    private const string ConversationId = """
        (SELECT "Id" FROM "Conversations" WHERE "BotId" = ?1 AND "ChatId" = ?2 AND "TopicId" = ?3 AND "UserId" = ?4)
        """;

    private const string Insert = $"""
        INSERT INTO "Forgettings" ("Sequence", "ConversationId", "PersonId", "ForgottenAt", "TrimNoticed", "IsUndone")
        SELECT ?5, "Id", ?6, ?7, "TrimNoticed", FALSE FROM "Conversations" WHERE "Id" = {ConversationId}
        """;

    private const string HideTurns = $"""
        UPDATE "Turns" SET "Forgotten" = TRUE, "ForgottenIn" = ?5 WHERE "Sequence" < ?5 AND "Forgotten" = FALSE AND "ConversationId" = {ConversationId}
        """;

    private const string HidePins = $"""
        UPDATE "Pins" SET "ForgottenIn" = ?5 WHERE "ForgottenIn" IS NULL AND "ConversationId" = {ConversationId}
        """;

    private const string ResetTrimNotice = $"""
        UPDATE "Conversations" SET "TrimNoticed" = FALSE WHERE "Id" = {ConversationId}
        """;

    private const string Find = """
        SELECT "IsUndone" FROM "Forgettings" WHERE "Sequence" = ?1 AND "ForgottenAt" > ?2
        """;

    private const string ShowTurns = """
        UPDATE "Turns" SET "Forgotten" = FALSE, "ForgottenIn" = NULL WHERE "ForgottenIn" = ?1
        """;

    private const string ShowPins = """
        UPDATE "Pins" SET "ForgottenIn" = NULL WHERE "ForgottenIn" = ?1
        """;

    private const string RestoreTrimNotice = """
        UPDATE "Conversations" SET "TrimNoticed" = "TrimNoticed" OR (SELECT "TrimNoticed" FROM "Forgettings" WHERE "Sequence" = ?1)
        WHERE "Id" = (SELECT "ConversationId" FROM "Forgettings" WHERE "Sequence" = ?1)
        """;

    private const string MarkUndone = """
        UPDATE "Forgettings" SET "IsUndone" = TRUE WHERE "Sequence" = ?1
        """;

    private const string FindExpired = """
        SELECT "Sequence" FROM "Forgettings" WHERE "ForgottenAt" <= ?1 ORDER BY "Sequence" LIMIT 1
        """;

    private const string EraseTurns = """
        DELETE FROM "Turns" WHERE "ForgottenIn" = ?1 AND "State" = 2
        """;

    // An undelivered reply stays until it is delivered, but can no longer be restored.
    private const string DetachUndelivered = """
        UPDATE "Turns" SET "ForgottenIn" = NULL WHERE "ForgottenIn" = ?1
        """;

    private const string ErasePins = """
        DELETE FROM "Pins" WHERE "ForgottenIn" = ?1
        """;

    private const string Delete = """
        DELETE FROM "Forgettings" WHERE "Sequence" = ?1
        """;

    /// <summary>Hides all turns before the command's turn (<paramref name="sequence"/>), and the pins if <paramref name="withPins"/>.</summary>
    public static void Forget(WriteSession session, ConversationKey key, long sequence, long userId, bool withPins, DateTimeOffset now)
    {
        session.Send(Insert, key.BotId, key.ChatId, key.TopicId, key.UserId, sequence, userId, now.ToUnixTimeMilliseconds());
        session.Send(HideTurns, key.BotId, key.ChatId, key.TopicId, key.UserId, sequence);
        if (withPins)
            session.Send(HidePins, key.BotId, key.ChatId, key.TopicId, key.UserId, sequence);
        session.Send(ResetTrimNotice, key.BotId, key.ChatId, key.TopicId, key.UserId);
    }

    /// <summary>Restores a conversation that was forgotten after <paramref name="since"/>.</summary>
    public static UndoResult Undo(WriteSession session, long sequence, DateTimeOffset since)
    {
        if (session.ScalarFlag(Find, sequence, since.ToUnixTimeMilliseconds()) is not { } isUndone)
            return UndoResult.TooLate;
        if (isUndone)
            return UndoResult.Restored;

        session.Send(ShowTurns, sequence);
        session.Send(ShowPins, sequence);
        session.Send(RestoreTrimNotice, sequence);
        session.Send(MarkUndone, sequence);
        return UndoResult.Restored;
    }

    /// <summary>Erases one conversation that was forgotten at <paramref name="until"/> or before.</summary>
    /// <returns>False when there is none.</returns>
    public static bool EraseNext(WriteSession session, DateTimeOffset until)
    {
        if (session.Scalar(FindExpired, until.ToUnixTimeMilliseconds()) is not long sequence)
            return false;

        Erase(session, sequence);
        return true;
    }

    public static void Erase(WriteSession session, long sequence)
    {
        session.SendErase(EraseTurns, sequence);
        session.Send(DetachUndelivered, sequence);
        session.SendErase(ErasePins, sequence);
        session.Send(Delete, sequence);
    }
}

/// <summary>The outcome of restoring a forgotten conversation.</summary>
internal enum UndoResult
{
    /// <summary>Restored by this press or an earlier one.</summary>
    Restored,

    /// <summary>Expired: erased, or about to be.</summary>
    TooLate,
}
