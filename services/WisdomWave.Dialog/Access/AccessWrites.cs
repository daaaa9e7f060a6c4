using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Access;

/// <summary>Lets people and chats in and out, and remembers whom it has told.</summary>
internal static class AccessWrites
{
    private const string SetRule = """
        INSERT INTO "Access" ("Id", "IsAllowed") VALUES (?1, ?2) ON CONFLICT ("Id") DO UPDATE SET "IsAllowed" = excluded."IsAllowed"
        """;

    private const string ForgetStranger = """
        DELETE FROM "Strangers" WHERE "PersonId" = ?1
        """;

    private const string NoteStranger = """
        INSERT INTO "Strangers" ("PersonId", "ToldAt") VALUES (?1, ?2) ON CONFLICT DO NOTHING
        """;

    // Bounded, whoever comes by: the oldest would be told once more.
    private const string ForgetOldest = """
        DELETE FROM "Strangers" WHERE "ToldAt" <= (SELECT "ToldAt" FROM "Strangers" ORDER BY "ToldAt" DESC LIMIT 1 OFFSET 10000)
        """;

    public static void Set(WriteSession session, long id, bool isAllowed)
    {
        session.Execute(SetRule, id, isAllowed ? 1 : 0);
        session.Execute(ForgetStranger, id);
    }

    /// <returns>Whether the person is still to be told.</returns>
    public static bool NoteTold(WriteSession session, long personId, DateTimeOffset now)
    {
        if (session.Execute(NoteStranger, personId, now.ToUnixTimeMilliseconds()) == 0)
            return false;

        session.Execute(ForgetOldest);
        return true;
    }
}
