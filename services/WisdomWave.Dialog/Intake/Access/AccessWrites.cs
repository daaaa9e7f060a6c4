using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access.Admission;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>Lets people and chats in and out, and remembers whom it has told.</summary>
internal static class AccessWrites
{
    private const string SetRule = """
        INSERT INTO "Access" ("BotId", "Id", "IsAllowed", "IsAdmin", "IsEarlier", "Name", "Since") VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6)
        ON CONFLICT ("BotId", "Id") DO UPDATE SET "IsAllowed" = excluded."IsAllowed", "IsAdmin" = excluded."IsAdmin", "IsEarlier" = 0,
            "Name" = excluded."Name", "Since" = excluded."Since"
        """;

    private const string RemoveRule = """
        DELETE FROM "Access" WHERE "Id" = ?2 AND ("BotId" = ?1 OR ("BotId" = ?3 AND "IsEarlier" = 1))
        """;

    private const string ForgetStranger = """
        DELETE FROM "Strangers" WHERE "BotId" = ?1 AND "PersonId" = ?2
        """;

    private const string FindAsk = """
        SELECT 1 FROM "Strangers" WHERE "BotId" = ?1 AND "PersonId" = ?2 AND "AskedAt" > ?3
        """;

    private const string CountAsks = """
        SELECT count(*) FROM "Strangers" WHERE "BotId" = ?1 AND "AskedAt" > ?2
        """;

    private const string AddAsk = """
        INSERT INTO "Strangers" ("BotId", "PersonId", "ToldAt", "AskedAt", "Name", "Language") VALUES (?1, ?2, ?3, ?3, ?4, ?5)
        ON CONFLICT ("BotId", "PersonId") DO UPDATE SET "AskedAt" = excluded."AskedAt", "Name" = excluded."Name", "Language" = excluded."Language"
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
    /// <param name="rule">What holds for them from now on.</param>
    public static void Set(WriteSession session, long listId, long id, AccessRule rule)
    {
        session.Execute(SetRule, listId, id, rule.IsAllowed ? 1 : 0, rule.IsAdmin ? 1 : 0, rule.Name, rule.Since?.ToUnixTimeMilliseconds());
        session.Execute(ForgetStranger, listId, id);
    }

    /// <summary>What holds for everybody holds for them again.</summary>
    public static void Remove(WriteSession session, long listId, long id, long botId)
    {
        session.Execute(RemoveRule, listId, id, botId);
        session.Execute(ForgetStranger, listId, id);
    }

    /// <summary>Notes that a stranger asks to be let in.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="listId">As of <see cref="AccessList.ListOf"/>.</param>
    /// <param name="person">Who asks.</param>
    /// <param name="now">When.</param>
    /// <param name="limits">How often one may ask, and how many in a day.</param>
    public static AskResult NoteAsk(WriteSession session, long listId, Person person, DateTimeOffset now, (TimeSpan Interval, int MostInADay) limits)
    {
        if (session.Scalar(FindAsk, listId, person.Id, (now - limits.Interval).ToUnixTimeMilliseconds()) is not null)
            return AskResult.AskedBefore;
        if ((long)session.Scalar(CountAsks, listId, now.AddDays(-1).ToUnixTimeMilliseconds())! >= limits.MostInADay)
            return AskResult.TooMany;

        session.Execute(AddAsk, listId, person.Id, now.ToUnixTimeMilliseconds(), person.Name, person.Language);
        return AskResult.Asked;
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
