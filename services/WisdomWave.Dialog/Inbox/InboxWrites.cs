using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Conversations;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Inbox;

/// <summary>Takes a message, once.</summary>
internal static class InboxWrites
{
    private const string FindTaken = """
        SELECT "TurnId" FROM "Inbox" WHERE "BotId" = ?1 AND "UpdateId" = ?2
        """;

    private const string OpenConversation = """
        INSERT INTO "Conversations" ("BotId", "ChatId", "ChatKind", "TopicId", "UserId", "WindowStart", "TrimNoticed")
        VALUES (?1, ?2, ?3, ?4, ?5, 0, 0) RETURNING "Id"
        """;

    private const string FindConversation = """
        SELECT "Id" FROM "Conversations" WHERE "BotId" = ?1 AND "ChatId" = ?2 AND "TopicId" = ?3 AND "UserId" = ?4
        """;

    private const string NoteTaken = """
        INSERT INTO "Inbox" ("BotId", "UpdateId", "TurnId") VALUES (?1, ?2, ?3)
        """;

    private const string BeginTurn = """
        INSERT INTO "Turns" ("Id", "ConversationId", "State", "Remembered", "Forgotten", "MessageId", "Question", "Language", "AcceptedAt",
            "QuestionTokens", "AnswerTokens", "InputTokens", "CachedInputTokens", "OutputTokens", "Parts", "Attachments")
        VALUES (?1, ?2, 0, 0, 0, ?3, ?4, ?5, ?6, 0, 0, 0, 0, 0, ?7, ?8) RETURNING "Sequence"
        """;

    /// <summary>Stores the message and its turn, or finds the turn that an earlier delivery of the same update began.</summary>
    /// <param name="session">The writer's.</param>
    /// <param name="message">The message.</param>
    /// <param name="turnId">Of the turn that it begins.</param>
    /// <param name="question">Its text.</param>
    /// <param name="parts">Of a question that may go on in the next message; else null.</param>
    /// <param name="attachments">What was sent beside the text; else null.</param>
    /// <param name="now">The time.</param>
    public static TakenMessage Accept(
        WriteSession session, InboundMessage message, Guid turnId, string question, string? parts, string? attachments, DateTimeOffset now)
    {
        if (FindTurn(session, message) is { } taken)
            return new TakenMessage(taken, Sequence: null);

        var key = ConversationKey.Of(message);
        var id = BigEndianGuid.Bytes(turnId);
        var conversationId =
            session.Scalar(FindConversation, key.BotId, key.ChatId, key.TopicId, key.UserId) ??
            session.Scalar(OpenConversation, key.BotId, key.ChatId, message.Chat.Kind.ToString(), key.TopicId, key.UserId);

        Take(session, message, turnId);
        var sequence = session.Scalar(
            BeginTurn, id, conversationId, message.MessageId, question, message.From.Language, now.ToUnixTimeMilliseconds(), parts, attachments);
        return new TakenMessage(turnId, (long)sequence!);
    }

    /// <returns>The turn that an earlier delivery of the same update began or joined; null when there was none.</returns>
    public static Guid? FindTurn(WriteSession session, InboundMessage message) =>
        session.Scalar(FindTaken, message.Bot.Id, message.UpdateId) is byte[] taken ? new Guid(taken, bigEndian: true) : null;

    public static void Take(WriteSession session, InboundMessage message, Guid turnId) =>
        session.Execute(NoteTaken, message.Bot.Id, message.UpdateId, BigEndianGuid.Bytes(turnId));
}
