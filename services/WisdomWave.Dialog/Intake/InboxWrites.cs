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

    // Only an expired row is replaced: the first of several processes that take an update at the same time has it.
    private const string Take = """
        INSERT INTO "Inbox" ("BotId", "UpdateId", "TurnId", "TakenAt") VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT ("BotId", "UpdateId") DO UPDATE SET "TurnId" = excluded."TurnId", "TakenAt" = excluded."TakenAt"
            WHERE "Inbox"."TakenAt" < ?5
        """;

    // In batches, so that other writes get their turn in between.
    private const string PruneTaken = """
        DELETE FROM "Inbox" WHERE ("BotId", "UpdateId") IN (SELECT "BotId", "UpdateId" FROM "Inbox" WHERE "TakenAt" < ?1 LIMIT ?2)
        """;

    // Another process may open it at the same moment.
    private const string OpenConversation = """
        INSERT INTO "Conversations" ("BotId", "ChatId", "TopicId", "UserId", "ChatKind", "WindowStart", "TrimNoticed")
        VALUES (?1, ?2, ?3, ?4, ?5, 0, FALSE) ON CONFLICT DO NOTHING
        """;

    private const string BeginTurn = """
        INSERT INTO "Turns" ("ConversationId", "Id", "State", "Remembered", "Forgotten", "MessageId", "Question", "Language", "AcceptedAt",
            "IsQuestion", "PersonId", "PersonName", "Circumstances", "Parts", "Attachments", "Trace",
            "Fresh", "Restarts", "QuestionTokens", "AnswerTokens", "InputTokens", "CachedInputTokens", "OutputTokens")
        SELECT "Id", ?5, 0, FALSE, FALSE, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, FALSE, 0, 0, 0, 0, 0, 0
        FROM "Conversations" WHERE "BotId" = ?1 AND "ChatId" = ?2 AND "TopicId" = ?3 AND "UserId" = ?4
        """;

    private const string BeginAnyTurn = $"""
        {BeginTurn} RETURNING "Sequence"
        """;

    // Sent together with the statement that takes the update, so that an ordinary message costs a single round trip.
    private const string BeginTurnOfUpdate = $"""
        {BeginTurn} AND EXISTS (SELECT 1 FROM "Inbox" WHERE "BotId" = ?1 AND "UpdateId" = ?17 AND "TurnId" = ?5) RETURNING "Sequence"
        """;

    /// <summary>Stores the message and its turn, or finds the turn that an earlier delivery of the same update started.</summary>
    public static IntakeResult Accept(WriteSession session, ConversationKey key, ChatKind chat, long updateId, NewTurn turn)
    {
        session.Send(Take, TakeValues(key.BotId, updateId, turn.Id, turn.AcceptedAt));
        if (session.Scalar(BeginTurnOfUpdate, [.. TurnValues(key, turn), updateId]) is long sequence)
            return new IntakeResult(turn.Id, sequence);

        // The update was taken before, or the conversation is new.
        return FindTurn(session, key.BotId, updateId, turn.AcceptedAt) is { } taken && taken != turn.Id
            ? new IntakeResult(taken, Sequence: null)
            : new IntakeResult(turn.Id, Begin(session, key, chat, turn));
    }

    /// <summary>Stores a turn that no update started.</summary>
    /// <returns>The turn's sequence number.</returns>
    public static long Begin(WriteSession session, ConversationKey key, ChatKind chat, NewTurn turn)
    {
        session.Send(OpenConversation, key.BotId, key.ChatId, key.TopicId, key.UserId, chat.ToString());
        return (long)session.Scalar(BeginAnyTurn, TurnValues(key, turn))!;
    }

    /// <returns>The turn that the update started or joined; null for a new update.</returns>
    public static Guid? FindTurn(WriteSession session, long botId, long updateId, DateTimeOffset now) =>
        session.ScalarId(FindTaken, botId, updateId, InboxRetention.Since(now).ToUnixTimeMilliseconds());

    /// <summary>Records the turn of a new update (<see cref="FindTurn"/>).</summary>
    /// <exception cref="WriteConflictException">Another process has taken it since.</exception>
    public static void RecordUpdate(WriteSession session, long botId, long updateId, Guid turnId, DateTimeOffset now)
    {
        if (session.Execute(Take, TakeValues(botId, updateId, turnId, now)) == 0)
            throw new WriteConflictException("The update was taken by another process.");
    }

    /// <returns>The number of deleted updates; fewer than <paramref name="most"/> when none is left.</returns>
    public static int Prune(WriteSession session, DateTimeOffset now, int most) =>
        session.Execute(PruneTaken, InboxRetention.Since(now).ToUnixTimeMilliseconds(), most);

    private static object?[] TakeValues(long botId, long updateId, Guid turnId, DateTimeOffset now) =>
        [botId, updateId, turnId, now.ToUnixTimeMilliseconds(), InboxRetention.Since(now).ToUnixTimeMilliseconds()];

    private static object?[] TurnValues(ConversationKey key, NewTurn turn) =>
    [
        key.BotId, key.ChatId, key.TopicId, key.UserId,
        turn.Id,
        turn.MessageId,
        turn.Text,
        turn.Language,
        turn.AcceptedAt.ToUnixTimeMilliseconds(),
        turn.IsQuestion,
        turn.UserId,
        turn.PersonName,
        turn.CommandContext?.Write(),
        turn.Growing is { IsStored: true } growing ? StoredParts.Write(growing.Parts) : null,
        turn.Attachments?.ToJson(),
        turn.Trace,
    ];
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
