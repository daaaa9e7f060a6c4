using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.Access.Claiming;

internal static class ClaimWrites
{
    private const string Offer = """
        INSERT INTO "Claims" ("BotId", "Username", "Code") VALUES (?1, ?2, ?3)
        ON CONFLICT ("BotId") DO UPDATE SET "Username" = excluded."Username" RETURNING "Code"
        """;

    private const string FindAdmin = """
        SELECT 1 FROM "Access" WHERE "BotId" = ?1 AND "IsAdmin" = TRUE LIMIT 1
        """;

    private const string MakeAdmin = """
        INSERT INTO "Access" ("BotId", "Id", "IsAllowed", "IsAdmin", "IsEarlier", "Name", "Since") VALUES (?1, ?2, TRUE, TRUE, FALSE, ?3, ?4)
        ON CONFLICT ("BotId", "Id") DO UPDATE SET "IsAllowed" = TRUE, "IsAdmin" = TRUE, "IsEarlier" = FALSE, "Name" = excluded."Name", "Since" = excluded."Since"
        """;

    // They were told that the bot has no owner. Now they can ask one, so their next message is answered again.
    private const string ForgetStrangers = """
        DELETE FROM "Strangers" WHERE "BotId" = ?1
        """;

    private const string Withdraw = """
        DELETE FROM "Claims" WHERE "BotId" = ?1
        """;

    /// <returns>The bot's existing code, or the new one when it had none.</returns>
    public static string GetOrAdd(WriteSession session, long botId, string username, string newCode) =>
        (string)session.Scalar(Offer, botId, username, newCode)!;

    /// <summary>Makes the person the admin of a list (<see cref="AccessList.ListOf"/>) and deletes the codes of all its <paramref name="bots"/>.</summary>
    /// <returns>False when somebody else claimed the list first.</returns>
    public static bool Claim(WriteSession session, long listId, long userId, string name, IEnumerable<long> bots, DateTimeOffset now)
    {
        if (session.Scalar(FindAdmin, listId) is not null)
            return false;

        session.Send(MakeAdmin, listId, userId, name, now.ToUnixTimeMilliseconds());
        session.Send(ForgetStrangers, listId);
        foreach (var bot in bots)
            session.Send(Withdraw, bot);
        return true;
    }
}
