using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Attachments;

internal static class AttachmentWrites
{
    private const string StoreRead = """
        UPDATE "Turns" SET "Question" = ?2, "Attachments" = ?3 WHERE "Sequence" = ?1 AND "State" = 0
        """;

    /// <summary>What the attachments say belongs to the question from now on: it is neither heard nor read again.</summary>
    public static bool Store(WriteSession session, long sequence, string question, TurnAttachments attachments) =>
        session.Execute(StoreRead, sequence, question, attachments.ToJson()) > 0;
}
