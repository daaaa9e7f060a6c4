using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.Merging;

/// <summary>Stores the parts of a question as they come.</summary>
internal static class JoiningWrites
{
    private const string Grow = """
        UPDATE "Turns" SET "Question" = ?3, "Parts" = ?4, "Attachments" = ?5 WHERE "Sequence" = ?1 AND "Id" = ?2 AND "State" = 0
        """;

    private const string DropParts = """
        UPDATE "Turns" SET "Parts" = NULL WHERE "Sequence" = ?1
        """;

    /// <summary>Takes a message as a part of a question that waits for its reply.</summary>
    /// <returns>The turn that the message had already; the given one when it is now a part of it; null when that has a reply meanwhile.</returns>
    public static JoinedMessage? Join(
        WriteSession session, InboundMessage message, Guid turnId, long sequence, IReadOnlyList<QuestionPart> parts, DateTimeOffset now)
    {
        if (InboxWrites.FindTurn(session, message.Bot.Id, message.UpdateId, now) is { } taken)
            return new JoinedMessage(taken, HasGrown: false);

        var text = JoinedText.Of(parts);
        var attachments = TurnAttachments.Of([.. parts.SelectMany(part => part.Files)], text);
        if (session.Execute(
                Grow, sequence, BigEndianGuid.Bytes(turnId), text, StoredParts.Write(parts), attachments?.ToJson()) == 0)
            return null;

        InboxWrites.NoteTaken(session, message.Bot.Id, message.UpdateId, turnId, now);
        return new JoinedMessage(turnId, HasGrown: true);
    }

    /// <summary>The reply is there: the question's text says all.</summary>
    public static void Forget(WriteSession session, long sequence) => session.Execute(DropParts, sequence);
}
