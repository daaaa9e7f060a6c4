using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Intake;

/// <summary>Takes a message, once.</summary>
internal static class InboxWrites
{
    private const string FindTaken = """
        SELECT "TurnId" FROM "Inbox" WHERE "BotId" = ?1 AND "UpdateId" = ?2 AND "TakenAt" >= ?3
        """;

    private const string OpenConversation = """
        INSERT INTO "Conversations" ("BotId", "ChatId", "ChatKind", "TopicId", "UserId", "WindowStart", "TrimNoticed")
        VALUES (?1, ?2, ?3, ?4, ?5, 0, 0) RETURNING "Id"
        """;

    private const string FindConversation = """
        SELECT "Id" FROM "Conversations" WHERE "BotId" = ?1 AND "ChatId" = ?2 AND "TopicId" = ?3 AND "UserId" = ?4
        """;

    private const string Take = """
        INSERT INTO "Inbox" ("BotId", "UpdateId", "TurnId", "TakenAt") VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT ("BotId", "UpdateId") DO UPDATE SET "TurnId" = excluded."TurnId", "TakenAt" = excluded."TakenAt"
        """;

    // By batches, so that what people wait for comes between them.
    private const string PruneTaken = """
        DELETE FROM "Inbox" WHERE rowid IN (SELECT rowid FROM "Inbox" WHERE "TakenAt" < ?1 LIMIT ?2)
        """;

    private const string BeginTurn = """
        INSERT INTO "Turns" ("Id", "ConversationId", "State", "Remembered", "Forgotten", "MessageId", "Question", "Language", "AcceptedAt",
            "IsQuestion", "PersonId", "PersonName", "Circumstances", "Parts", "Attachments",
            "Fresh", "Restarts", "QuestionTokens", "AnswerTokens", "InputTokens", "CachedInputTokens", "OutputTokens")
        VALUES (?1, ?2, 0, 0, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, 0, 0, 0, 0, 0, 0) RETURNING "Sequence"
        """;

    /// <summary>Stores the message and its turn, or finds the turn that an earlier delivery of the same update began.</summary>
    public static TakenMessage Accept(WriteSession session, ConversationKey key, ChatKind chat, long updateId, NewTurn turn)
    {
        if (FindTurn(session, key.BotId, updateId, turn.AcceptedAt) is { } taken)
            return new TakenMessage(taken, Sequence: null);

        NoteTaken(session, key.BotId, updateId, turn.Id, turn.AcceptedAt);
        return new TakenMessage(turn.Id, Begin(session, key, chat, turn));
    }

    /// <summary>Stores a turn that no update has begun.</summary>
    /// <returns>Its place in the order of all.</returns>
    public static long Begin(WriteSession session, ConversationKey key, ChatKind chat, NewTurn turn)
    {
        var conversationId =
            session.Scalar(FindConversation, key.BotId, key.ChatId, key.TopicId, key.UserId) ??
            session.Scalar(OpenConversation, key.BotId, key.ChatId, chat.ToString(), key.TopicId, key.UserId);

        return (long)session.Scalar(
            BeginTurn,
            BigEndianGuid.Bytes(turn.Id),
            conversationId,
            turn.MessageId,
            turn.Text,
            turn.Language,
            turn.AcceptedAt.ToUnixTimeMilliseconds(),
            turn.IsQuestion ? 1 : 0,
            turn.PersonId,
            turn.PersonName,
            turn.Circumstances?.Write(),
            turn.Growing is { IsStored: true } growing ? StoredParts.Write(growing.Parts) : null,
            turn.Attachments?.ToJson())!;
    }

    /// <returns>The turn that an update began or joined; null when it has not been taken.</returns>
    public static Guid? FindTurn(WriteSession session, long botId, long updateId, DateTimeOffset now) =>
        session.Scalar(FindTaken, botId, updateId, InboxKeeping.Since(now).ToUnixTimeMilliseconds()) is byte[] taken ? new Guid(taken, bigEndian: true) : null;

    public static void NoteTaken(WriteSession session, long botId, long updateId, Guid turnId, DateTimeOffset now) =>
        session.Execute(Take, botId, updateId, BigEndianGuid.Bytes(turnId), now.ToUnixTimeMilliseconds());

    /// <returns>How many updates were forgotten; fewer than <paramref name="most"/> when none is left.</returns>
    public static int Prune(WriteSession session, DateTimeOffset now, int most) =>
        session.Execute(PruneTaken, InboxKeeping.Since(now).ToUnixTimeMilliseconds(), most);
}
