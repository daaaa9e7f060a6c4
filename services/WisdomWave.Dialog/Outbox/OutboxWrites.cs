using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Outbox;

/// <summary>Records which parts of a reply have been delivered.</summary>
internal static class OutboxWrites
{
    private const string NotePart = """
        INSERT INTO "DeliveredParts" ("TurnSequence", "Part", "MessageId", "State")
        SELECT "Sequence", ?2, ?3, ?4 FROM "Turns" WHERE "Id" = ?1
        ON CONFLICT ("TurnSequence", "Part") DO UPDATE SET "MessageId" = excluded."MessageId", "State" = excluded."State"
        """;

    // A regenerated reply can be shorter; ingress has deleted the surplus messages.
    private const string DropFurtherParts = """
        DELETE FROM "DeliveredParts" WHERE "Part" > ?2 AND "TurnSequence" = (SELECT "Sequence" FROM "Turns" WHERE "Id" = ?1)
        """;

    private const string CloseTurn = $"""
        UPDATE "Turns" SET "State" = {TurnStateSql.Delivered} WHERE "Id" = ?1 AND "State" = {TurnStateSql.Replied}
        """;

    // A forgotten turn is kept until its reply is delivered. One that can still be restored is kept until the undo period ends.
    private const string EraseForgotten = """
        DELETE FROM "Turns" WHERE "Id" = ?1 AND "Forgotten" = TRUE AND "ForgottenIn" IS NULL
        """;

    /// <returns>False when the turn does not exist (any more).</returns>
    public static bool NoteDelivered(WriteSession session, Guid turnId, int part, PartReport report)
    {
        if (session.Execute(NotePart, turnId, part, report.MessageId, report.State.ToString()) == 0)
            return false;

        if (report.State == PartState.Last)
        {
            session.Send(DropFurtherParts, turnId, part);
            session.Send(CloseTurn, turnId);
            session.SendErase(EraseForgotten, turnId);
        }

        return true;
    }
}
