using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Outbox;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns.Regenerating;

/// <summary>
/// Regenerates, edits or continues the last question of a conversation. The transaction itself decides which question is the last one.
/// </summary>
internal static class OperationWrites
{
    private const string FindLastQuestion = """
        SELECT "Id" FROM "Turns" WHERE "IsQuestion" = TRUE AND "Forgotten" = FALSE AND "ConversationId" =
            (SELECT "Id" FROM "Conversations" WHERE "BotId" = ?1 AND "ChatId" = ?2 AND "TopicId" = ?3 AND "UserId" = ?4)
        ORDER BY "Sequence" DESC LIMIT 1
        """;

    // In a private chat every message before the newest has been accepted, perhaps as a part of a question. In a group an edit may turn
    // unaddressed chatter into a question.
    private const string FindMessage = $"""
        SELECT 1 FROM "Turns" JOIN "Conversations" ON "Conversations"."Id" = "ConversationId"
        WHERE "BotId" = ?1 AND "ChatId" = ?2 AND "TopicId" = ?3 AND "UserId" = ?4
            AND ("MessageId" = ?5 OR ("MessageId" > ?5 AND "ChatKind" = '{nameof(ChatKind.Private)}'))
        LIMIT 1
        """;

    // The text of attachments has become part of the question, so compare the caption, which is what the person can edit. A question longer
    // than a message with its quote was merged from several messages, of which an edit shows only one.
    private const string FindEdited = """
        SELECT coalesce("Attachments", '') FROM "Turns" WHERE "Id" = ?1 AND "MessageId" = ?2 AND
            ("Attachments" IS NOT NULL OR ("Question" <> ?3 AND length("Question") <= 6200))
        """;

    private const string FindPerson = """
        SELECT "PersonId" FROM "Turns" WHERE "Id" = ?1
        """;

    private const string IsRemembered = """
        SELECT 1 FROM "Turns" WHERE "Id" = ?1 AND "Remembered" = TRUE AND "Forgotten" = FALSE
        """;

    // The new turn takes over the row of the old one: its place in the conversation, the question, the Telegram messages that show the
    // answer. The old turn, which may still be running or being delivered, can no longer store or report anything under its id.
    private const string TakeOver = $"""
        UPDATE "Turns" SET "Id" = ?2, "Question" = coalesce(?3, "Question"), "Parts" = NULL, "Fresh" = ?4, "Language" = ?5, "AcceptedAt" = ?6, "Circumstances" = ?7,
            "State" = {TurnStateSql.Accepted}, "Restarts" = 0, "Remembered" = FALSE, "Answer" = NULL, "Footnote" = NULL, "Extras" = NULL, "Failure" = NULL, "Model" = NULL, "Source" = NULL,
            "QuestionTokens" = 0, "AnswerTokens" = 0, "InputTokens" = 0, "CachedInputTokens" = 0, "OutputTokens" = 0, "CompletedAt" = NULL, "Trace" = ?8
        WHERE "Id" = ?1 RETURNING "Sequence"
        """;

    // The row is locked by then, so no other process can change them in between. Not in SQL: each database has JSON functions of its own.
    private const string FindAttachments = """
        SELECT "Attachments" FROM "Turns" WHERE "Sequence" = ?1
        """;

    private const string SetAttachments = """
        UPDATE "Turns" SET "Attachments" = ?2 WHERE "Sequence" = ?1
        """;

    private const string ReopenParts = $"""
        UPDATE "DeliveredParts" SET "State" = '{nameof(PartState.Placeholder)}' WHERE "TurnSequence" = ?1 AND "State" <> '{nameof(PartState.Sending)}'
        """;

    // Message id 0: nothing was sent, because the reply was empty or the chat unreachable.
    private const string DropUnsentParts = $"""
        DELETE FROM "DeliveredParts" WHERE "TurnSequence" = ?1 AND "MessageId" = 0 AND "State" <> '{nameof(PartState.Sending)}'
        """;

    /// <summary>
    /// Answers the last question again, without the cache. <paramref name="turnId"/> must be the last question's turn, or null for any;
    /// <paramref name="turn"/> replaces it, and its person pays. <paramref name="onlyOwn"/> leaves questions of other people alone.
    /// </summary>
    public static Operation Regenerate(WriteSession session, ConversationKey key, long updateId, Guid? turnId, NewTurn turn, bool onlyOwn = false)
    {
        if (InboxWrites.FindTurn(session, key.BotId, updateId, turn.AcceptedAt) is { } taken)
            return new(OperationResult.TakenBefore, taken);
        if (LastQuestion(session, key) is not { } last)
            return new(OperationResult.NoQuestion);
        if (onlyOwn && PersonOf(session, last) != turn.UserId)
            return new(OperationResult.NotTheirs);
        if (turnId is not null && turnId != last)
            return new(OperationResult.Ignored);

        return Replace(session, key, updateId, last, turn, question: null, isFresh: true);
    }

    /// <summary>Like <see cref="Regenerate"/>, for a /retry that was accepted as a turn of its own.</summary>
    public static Operation RegenerateLater(WriteSession session, ConversationKey key, Guid turnId, NewTurn turn) =>
        LastQuestion(session, key) == turnId ? Replace(session, key, updateId: null, turnId, turn, question: null, isFresh: true) : new(OperationResult.Ignored);

    /// <summary>Handles an edited message. If it is the last question, the new text is answered in its place.</summary>
    /// <returns><see cref="OperationResult.NoQuestion"/> for a message that was never accepted.</returns>
    public static Operation Edit(WriteSession session, ConversationKey key, long updateId, NewTurn turn)
    {
        if (InboxWrites.FindTurn(session, key.BotId, updateId, turn.AcceptedAt) is { } taken)
            return new(OperationResult.TakenBefore, taken);
        if (turn.IsQuestion && LastQuestion(session, key) is { } last
            && HasChanged(session, last, turn))
            return Replace(session, key, updateId, last, turn, turn.Text, isFresh: false);

        var isKnown = session.Scalar(FindMessage, key.BotId, key.ChatId, key.TopicId, key.UserId, turn.MessageId) is not null;
        return new(isKnown ? OperationResult.Ignored : OperationResult.NoQuestion, turn.Id);
    }

    /// <summary>Starts a turn that continues the answer to the last question.</summary>
    public static Operation Continue(WriteSession session, ConversationKey key, long updateId, Guid turnId, NewTurn turn)
    {
        if (InboxWrites.FindTurn(session, key.BotId, updateId, turn.AcceptedAt) is { } taken)
            return new(OperationResult.TakenBefore, taken);
        if (LastQuestion(session, key) != turnId || session.Scalar(IsRemembered, turnId) is null)
            return new(OperationResult.Ignored);

        // The conversation exists, so the chat kind is not needed.
        InboxWrites.Accept(session, key, default, updateId, turn);
        return new(OperationResult.Started, turn.Id);
    }

    private static Guid? LastQuestion(WriteSession session, ConversationKey key) =>
        session.ScalarId(FindLastQuestion, key.BotId, key.ChatId, key.TopicId, key.UserId);

    private static long PersonOf(WriteSession session, Guid turnId) => (long)session.Scalar(FindPerson, turnId)!;

    private static bool HasChanged(WriteSession session, Guid last, NewTurn turn) =>
        session.Scalar(FindEdited, last, turn.MessageId, turn.Text) is string attachments
        && (attachments.Length == 0 || TurnAttachments.FromJson(attachments)!.Caption != turn.Text);

    private static Operation Replace(WriteSession session, ConversationKey key, long? updateId, Guid last, NewTurn turn, string? question, bool isFresh)
    {
        if (updateId is { } taken)
            InboxWrites.RecordUpdate(session, key.BotId, taken, turn.Id, turn.AcceptedAt);
        var context = CommandContext.None with
        {
            Effort = turn.CommandContext?.Effort,
            PayerId = PersonOf(session, last) == turn.UserId ? null : turn.UserId,
        };
        if (session.Scalar(
            TakeOver,
            last,
            turn.Id,
            question,
            isFresh,
            turn.Language,
            turn.AcceptedAt.ToUnixTimeMilliseconds(),
            context == CommandContext.None ? null : context.Write(),
            turn.Trace) is not long sequence)
            throw new WriteConflictException("The turn was replaced by another process.");
        if (session.Scalar(FindAttachments, sequence) is string attachments)
            ReadAgain(session, sequence, TurnAttachments.FromJson(attachments)!, question);
        session.Send(DropUnsentParts, sequence);
        session.Send(ReopenParts, sequence);
        RedeliveryWrites.Reset(session, sequence);
        return new(OperationResult.Started, turn.Id, last, sequence);
    }

    /// <summary>Attachments are read again when the caption has changed, or when they could not be read before.</summary>
    private static void ReadAgain(WriteSession session, long sequence, TurnAttachments attachments, string? caption)
    {
        if (caption is not null)
            session.Send(SetAttachments, sequence, (attachments with { Caption = caption, Read = null }).ToJson());
        else if (attachments.Read is { IsAnswerable: false })
            session.Send(SetAttachments, sequence, (attachments with { Read = null }).ToJson());
    }
}
