using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.Merging;

/// <summary>Stores the parts of a question as they arrive.</summary>
internal static class MergingWrites
{
    private const string Grow = """
        UPDATE "Turns" SET "Question" = ?3, "Parts" = ?4, "Attachments" = ?5 WHERE "Sequence" = ?1 AND "Id" = ?2 AND "State" = 0
        """;

    private const string DropParts = """
        UPDATE "Turns" SET "Parts" = NULL WHERE "Sequence" = ?1
        """;

    /// <summary>Adds a message to a question that has no reply yet.</summary>
    /// <returns>The turn that the update already belonged to, or the given turn; null when that turn has a reply by now.</returns>
    public static MergeResult? Merge(
        WriteSession session, InboundMessage message, Guid turnId, long sequence, IReadOnlyList<QuestionPart> parts, DateTimeOffset now)
    {
        if (InboxWrites.FindTurn(session, message.Bot.Id, message.UpdateId, now) is { } taken)
            return new MergeResult(taken, HasGrown: false);

        var text = MergedText.Of(parts);
        var attachments = TurnAttachments.Of([.. parts.SelectMany(part => part.Files)], text);
        if (session.Execute(
                Grow, sequence, turnId, text, StoredParts.Write(parts), attachments?.ToJson()) == 0)
            return null;

        InboxWrites.RecordUpdate(session, message.Bot.Id, message.UpdateId, turnId, now);
        return new MergeResult(turnId, HasGrown: true);
    }

    /// <summary>Deletes the single parts once the reply is stored: the merged text is all that is needed.</summary>
    public static void DeleteParts(WriteSession session, long sequence) => session.Send(DropParts, sequence);
}

/// <summary>The turn that a message belongs to, and whether the message extended it just now.</summary>
internal sealed record MergeResult(Guid TurnId, bool HasGrown);
