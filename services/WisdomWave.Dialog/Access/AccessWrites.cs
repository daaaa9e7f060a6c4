using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Access;

/// <summary>Lets people and chats in and out, and remembers whom it has told.</summary>
internal static class AccessWrites
{
    private const string SetRule = """
        INSERT INTO "Access" ("BotId", "Id", "IsAllowed") VALUES (?1, ?2, ?3) ON CONFLICT ("BotId", "Id") DO UPDATE SET "IsAllowed" = excluded."IsAllowed"
        """;

    private const string ForgetStranger = """
        DELETE FROM "Strangers" WHERE "BotId" = ?1 AND "PersonId" = ?2
        """;

    private const string NoteStranger = """
        INSERT INTO "Strangers" ("BotId", "PersonId", "ToldAt") VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING
        """;

    // Bounded, whoever comes by: the oldest would be told once more.
    private const string ForgetOldest = """
        DELETE FROM "Strangers" WHERE "ToldAt" <= (SELECT "ToldAt" FROM "Strangers" ORDER BY "ToldAt" DESC LIMIT 1 OFFSET 10000)
        """;

    /// <param name="session">The transaction.</param>
    /// <param name="listId">As of <see cref="AccessList.ListOf"/>.</param>
    /// <param name="id">A person's or a chat's.</param>
    /// <param name="isAllowed">Whether they may use the bot.</param>
    public static void Set(WriteSession session, long listId, long id, bool isAllowed)
    {
        session.Execute(SetRule, listId, id, isAllowed ? 1 : 0);
        session.Execute(ForgetStranger, listId, id);
    }

    /// <returns>Whether the person is still to be told.</returns>
    public static bool NoteTold(WriteSession session, long listId, long personId, DateTimeOffset now)
    {
        if (session.Execute(NoteStranger, listId, personId, now.ToUnixTimeMilliseconds()) == 0)
            return false;

        session.Execute(ForgetOldest);
        return true;
    }
}
