using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Attachments;

internal static class AttachmentWrites
{
    private const string StoreRead = """
        UPDATE "Turns" SET "Question" = ?3, "Attachments" = ?4 WHERE "Sequence" = ?1 AND "Id" = ?2 AND "State" = 0
        """;

    /// <summary>What the attachments say belongs to the question from now on: it is neither heard nor read again.</summary>
    public static bool Store(WriteSession session, Guid turnId, long sequence, string question, TurnAttachments attachments) =>
        session.Execute(StoreRead, sequence, BigEndianGuid.Bytes(turnId), question, attachments.ToJson()) > 0;
}
