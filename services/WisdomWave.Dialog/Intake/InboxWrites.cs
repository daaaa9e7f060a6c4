using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Intake;

/// <summary>Stores each message once.</summary>
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

    // In batches, so that other writes get their turn in between.
    private const string PruneTaken = """
        DELETE FROM "Inbox" WHERE rowid IN (SELECT rowid FROM "Inbox" WHERE "TakenAt" < ?1 LIMIT ?2)
        """;

    private const string BeginTurn = """
        INSERT INTO "Turns" ("Id", "ConversationId", "State", "Remembered", "Forgotten", "MessageId", "Question", "Language", "AcceptedAt",
            "IsQuestion", "PersonId", "PersonName", "Circumstances", "Parts", "Attachments", "Trace",
            "Fresh", "Restarts", "QuestionTokens", "AnswerTokens", "InputTokens", "CachedInputTokens", "OutputTokens")
        VALUES (?1, ?2, 0, 0, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0, 0, 0, 0, 0, 0, 0) RETURNING "Sequence"
        """;

    /// <summary>Stores the message and its turn, or finds the turn that an earlier delivery of the same update started.</summary>
    public static IntakeResult Accept(WriteSession session, ConversationKey key, ChatKind chat, long updateId, NewTurn turn)
    {
        if (FindTurn(session, key.BotId, updateId, turn.AcceptedAt) is { } taken)
            return new IntakeResult(taken, Sequence: null);

        RecordUpdate(session, key.BotId, updateId, turn.Id, turn.AcceptedAt);
        return new IntakeResult(turn.Id, Begin(session, key, chat, turn));
    }

    /// <summary>Stores a turn that no update started.</summary>
    /// <returns>The turn's sequence number.</returns>
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
            turn.UserId,
            turn.PersonName,
            turn.CommandContext?.Write(),
            turn.Growing is { IsStored: true } growing ? StoredParts.Write(growing.Parts) : null,
            turn.Attachments?.ToJson(),
            turn.Trace)!;
    }

    /// <returns>The turn that the update started or joined; null for a new update.</returns>
    public static Guid? FindTurn(WriteSession session, long botId, long updateId, DateTimeOffset now) =>
        session.Scalar(FindTaken, botId, updateId, InboxRetention.Since(now).ToUnixTimeMilliseconds()) is byte[] taken ? new Guid(taken, bigEndian: true) : null;

    public static void RecordUpdate(WriteSession session, long botId, long updateId, Guid turnId, DateTimeOffset now) =>
        session.Execute(Take, botId, updateId, BigEndianGuid.Bytes(turnId), now.ToUnixTimeMilliseconds());

    /// <returns>The number of deleted updates; fewer than <paramref name="most"/> when none is left.</returns>
    public static int Prune(WriteSession session, DateTimeOffset now, int most) =>
        session.Execute(PruneTaken, InboxRetention.Since(now).ToUnixTimeMilliseconds(), most);
}

/// <summary>
/// The outcome of accepting a message: its turn, and the sequence number of a new turn (null when the update was accepted before).
/// </summary>
[GenerateSerializer, Immutable]
internal readonly record struct IntakeResult(Guid TurnId, long? Sequence)
{
    public bool IsNew => Sequence is not null;

    /// <summary>The message was refused silently: no turn was stored.</summary>
    [Id(2)]
    public bool IsRefusedSilently { get; private init; }

    public static IntakeResult RefusedSilently(Guid turnId) => new(turnId, Sequence: null) { IsRefusedSilently = true };
}
