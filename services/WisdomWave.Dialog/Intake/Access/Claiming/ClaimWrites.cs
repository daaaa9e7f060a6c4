using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.Access.Claiming;

internal static class ClaimWrites
{
    private const string Offer = """
        INSERT INTO "Claims" ("BotId", "Username", "Code") VALUES (?1, ?2, ?3)
        ON CONFLICT ("BotId") DO UPDATE SET "Username" = excluded."Username" RETURNING "Code"
        """;

    private const string FindAdmin = """
        SELECT 1 FROM "Access" WHERE "BotId" = ?1 AND "IsAdmin" = 1 LIMIT 1
        """;

    private const string MakeAdmin = """
        INSERT INTO "Access" ("BotId", "Id", "IsAllowed", "IsAdmin", "IsEarlier", "Name", "Since") VALUES (?1, ?2, 1, 1, 0, ?3, ?4)
        ON CONFLICT ("BotId", "Id") DO UPDATE SET "IsAllowed" = 1, "IsAdmin" = 1, "IsEarlier" = 0, "Name" = excluded."Name", "Since" = excluded."Since"
        """;

    // They were told that nobody owns the bot: now there is somebody whom they can ask.
    private const string ForgetStrangers = """
        DELETE FROM "Strangers" WHERE "BotId" = ?1
        """;

    private const string Withdraw = """
        DELETE FROM "Claims" WHERE "BotId" = ?1
        """;

    /// <returns>The bot's code: the one that it has already, or else the new one.</returns>
    public static string GetOrAdd(WriteSession session, long botId, string username, string newCode) =>
        (string)session.Scalar(Offer, botId, username, newCode)!;

    /// <param name="session">The transaction.</param>
    /// <param name="listId">As of <see cref="AccessList.ListOf"/>.</param>
    /// <param name="personId">Who has the code.</param>
    /// <param name="name">As others see it.</param>
    /// <param name="bots">All bots of the list: their codes end.</param>
    /// <param name="now">From when on they are the admin.</param>
    /// <returns>False when somebody else was faster.</returns>
    public static bool Claim(WriteSession session, long listId, long personId, string name, IEnumerable<long> bots, DateTimeOffset now)
    {
        if (session.Scalar(FindAdmin, listId) is not null)
            return false;

        session.Execute(MakeAdmin, listId, personId, name, now.ToUnixTimeMilliseconds());
        session.Execute(ForgetStrangers, listId);
        foreach (var bot in bots)
            session.Execute(Withdraw, bot);
        return true;
    }
}
