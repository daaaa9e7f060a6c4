using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Interactions.Forgetting;

/// <summary>Takes a conversation out of the history, brings it back, and erases it when its time is over.</summary>
internal static class ForgettingWrites
{
    private const string ThisConversation = """
        (SELECT "Id" FROM "Conversations" WHERE "BotId" = ?1 AND "ChatId" = ?2 AND "TopicId" = ?3 AND "UserId" = ?4)
        """;

    private const string Note = $"""
        INSERT INTO "Forgettings" ("Sequence", "ConversationId", "PersonId", "ForgottenAt", "TrimNoticed", "IsUndone")
        SELECT ?5, "Id", ?6, ?7, "TrimNoticed", 0 FROM "Conversations" WHERE "Id" = {ThisConversation}
        """;

    private const string HideTurns = $"""
        UPDATE "Turns" SET "Forgotten" = 1, "ForgottenIn" = ?5 WHERE "Sequence" < ?5 AND "Forgotten" = 0 AND "ConversationId" = {ThisConversation}
        """;

    private const string HidePins = $"""
        UPDATE "Pins" SET "ForgottenIn" = ?5 WHERE "ForgottenIn" IS NULL AND "ConversationId" = {ThisConversation}
        """;

    private const string BeginNew = $"""
        UPDATE "Conversations" SET "TrimNoticed" = 0 WHERE "Id" = {ThisConversation}
        """;

    private const string Find = """
        SELECT "IsUndone" FROM "Forgettings" WHERE "Sequence" = ?1 AND "ForgottenAt" > ?2
        """;

    private const string ShowTurns = """
        UPDATE "Turns" SET "Forgotten" = 0, "ForgottenIn" = NULL WHERE "ForgottenIn" = ?1
        """;

    private const string ShowPins = """
        UPDATE "Pins" SET "ForgottenIn" = NULL WHERE "ForgottenIn" = ?1
        """;

    private const string RestoreNotice = """
        UPDATE "Conversations" SET "TrimNoticed" = max("TrimNoticed", (SELECT "TrimNoticed" FROM "Forgettings" WHERE "Sequence" = ?1))
        WHERE "Id" = (SELECT "ConversationId" FROM "Forgettings" WHERE "Sequence" = ?1)
        """;

    private const string NoteUndone = """
        UPDATE "Forgettings" SET "IsUndone" = 1 WHERE "Sequence" = ?1
        """;

    private const string FindOver = """
        SELECT "Sequence" FROM "Forgettings" WHERE "ForgottenAt" <= ?1 ORDER BY "Sequence" LIMIT 1
        """;

    private const string EraseTurns = """
        DELETE FROM "Turns" WHERE "ForgottenIn" = ?1 AND "State" = 2
        """;

    // A reply that is still on its way stays until it has arrived, but nothing brings it back.
    private const string LetGo = """
        UPDATE "Turns" SET "ForgottenIn" = NULL WHERE "ForgottenIn" = ?1
        """;

    private const string ErasePins = """
        DELETE FROM "Pins" WHERE "ForgottenIn" = ?1
        """;

    private const string Drop = """
        DELETE FROM "Forgettings" WHERE "Sequence" = ?1
        """;

    /// <summary>Takes the conversation out of the history, up to, but without, the turn that asked for it.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="key">The conversation.</param>
    /// <param name="sequence">The turn that asked for it.</param>
    /// <param name="personId">Who asked for it.</param>
    /// <param name="withPins">Whether pinned messages go too.</param>
    /// <param name="now">From when on the time to bring it back counts.</param>
    public static void Forget(WriteSession session, ConversationKey key, long sequence, long personId, bool withPins, DateTimeOffset now)
    {
        session.Execute(Note, key.BotId, key.ChatId, key.TopicId, key.UserId, sequence, personId, now.ToUnixTimeMilliseconds());
        session.Execute(HideTurns, key.BotId, key.ChatId, key.TopicId, key.UserId, sequence);
        if (withPins)
            session.Execute(HidePins, key.BotId, key.ChatId, key.TopicId, key.UserId, sequence);
        session.Execute(BeginNew, key.BotId, key.ChatId, key.TopicId, key.UserId);
    }

    /// <param name="session">The transaction.</param>
    /// <param name="sequence">As of <see cref="Forget"/>.</param>
    /// <param name="since">What was forgotten at this time or before stays forgotten.</param>
    public static UndoResult Undo(WriteSession session, long sequence, DateTimeOffset since)
    {
        if (session.Scalar(Find, sequence, since.ToUnixTimeMilliseconds()) is not long isUndone)
            return UndoResult.TooLate;
        if (isUndone != 0)
            return UndoResult.Restored;

        session.Execute(ShowTurns, sequence);
        session.Execute(ShowPins, sequence);
        session.Execute(RestoreNotice, sequence);
        session.Execute(NoteUndone, sequence);
        return UndoResult.Restored;
    }

    /// <summary>Erases what was forgotten for good, one conversation at a time.</summary>
    /// <returns>False when nothing was forgotten at this time or before.</returns>
    public static bool EraseNext(WriteSession session, DateTimeOffset until)
    {
        if (session.Scalar(FindOver, until.ToUnixTimeMilliseconds()) is not long sequence)
            return false;

        Erase(session, sequence);
        return true;
    }

    public static void Erase(WriteSession session, long sequence)
    {
        session.Erase(EraseTurns, sequence);
        session.Execute(LetGo, sequence);
        session.Erase(ErasePins, sequence);
        session.Execute(Drop, sequence);
    }
}
