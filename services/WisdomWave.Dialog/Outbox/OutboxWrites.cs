using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Outbox;

/// <summary>Notes what has arrived.</summary>
internal static class OutboxWrites
{
    private const string NotePart = """
        INSERT INTO "DeliveredParts" ("TurnSequence", "Part", "MessageId", "State")
        SELECT "Sequence", ?2, ?3, ?4 FROM "Turns" WHERE "Id" = ?1
        ON CONFLICT ("TurnSequence", "Part") DO UPDATE SET "MessageId" = excluded."MessageId", "State" = excluded."State"
        """;

    // The reply has become shorter: ingress has deleted the messages that it does not need.
    private const string DropFurtherParts = """
        DELETE FROM "DeliveredParts" WHERE "Part" > ?2 AND "TurnSequence" = (SELECT "Sequence" FROM "Turns" WHERE "Id" = ?1)
        """;

    private const string CloseTurn = """
        UPDATE "Turns" SET "State" = 2 WHERE "Id" = ?1 AND "State" = 1
        """;

    // It was left only because it was still on its way. What can be brought back stays for as long as that is possible.
    private const string EraseForgotten = """
        DELETE FROM "Turns" WHERE "Id" = ?1 AND "Forgotten" = 1 AND "ForgottenIn" IS NULL
        """;

    /// <returns>False when there is no such turn (any more).</returns>
    public static bool NoteDelivered(WriteSession session, Guid turnId, int part, PartReport report)
    {
        var id = BigEndianGuid.Bytes(turnId);
        if (session.Execute(NotePart, id, part, report.MessageId, report.State.ToString()) == 0)
            return false;

        if (report.State == PartState.Last)
        {
            session.Execute(DropFurtherParts, id, part);
            session.Execute(CloseTurn, id);
            session.Erase(EraseForgotten, id);
        }

        return true;
    }
}
