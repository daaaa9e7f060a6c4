using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Outbox;

/// <summary>Counts how often the delivery of a reply was restarted.</summary>
internal static class RedeliveryWrites
{
    private const string Count = $"""
        INSERT INTO "Redeliveries" ("TurnSequence", "Times", "Progress")
        SELECT "Sequence", 1, (SELECT coalesce(sum(CASE "State" WHEN '{nameof(PartState.Placeholder)}' THEN 1 ELSE 2 END), 0) FROM "DeliveredParts" WHERE "TurnSequence" = "Sequence")
        FROM "Turns" WHERE "Id" = ?1
        ON CONFLICT ("TurnSequence") DO UPDATE SET
            "Times" = CASE WHEN "Redeliveries"."Progress" = excluded."Progress" THEN "Redeliveries"."Times" + 1 ELSE 1 END, "Progress" = excluded."Progress"
        """;

    private const string FindTimes = """
        SELECT "Times" FROM "Redeliveries" WHERE "TurnSequence" = (SELECT "Sequence" FROM "Turns" WHERE "Id" = ?1)
        """;

    private const string Uncount = """
        UPDATE "Redeliveries" SET "Times" = "Times" - 1
        WHERE "Times" > 0 AND "TurnSequence" = (SELECT "Sequence" FROM "Turns" WHERE "Id" = ?1)
        """;

    private const string Drop = """
        DELETE FROM "Redeliveries" WHERE "TurnSequence" = ?1
        """;

    /// <returns>The number of earlier restarts without progress; null when the turn does not exist (any more).</returns>
    public static int? Add(WriteSession session, Guid turnId) =>
        session.Execute(Count, turnId) > 0 && session.Scalar(FindTimes, turnId) is long times ? (int)times - 1 : null;

    /// <summary>Undoes a count because the process that made it shut down normally.</summary>
    public static bool TakeBack(WriteSession session, Guid turnId) => session.Execute(Uncount, turnId) > 0;

    /// <summary>Resets the count of a turn that is answered again.</summary>
    public static void Reset(WriteSession session, long sequence) => session.Send(Drop, sequence);
}
