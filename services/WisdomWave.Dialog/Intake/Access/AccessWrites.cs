using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>Stores access rules, and which strangers were told that they have no access.</summary>
internal static class AccessWrites
{
    private const string SetRule = """
        INSERT INTO "Access" ("BotId", "Id", "IsAllowed", "IsAdmin", "IsEarlier", "Name", "Since") VALUES (?1, ?2, ?3, ?4, FALSE, ?5, ?6)
        ON CONFLICT ("BotId", "Id") DO UPDATE SET "IsAllowed" = excluded."IsAllowed", "IsAdmin" = excluded."IsAdmin", "IsEarlier" = FALSE,
            "Name" = excluded."Name", "Since" = excluded."Since"
        """;

    private const string RemoveRule = """
        DELETE FROM "Access" WHERE "Id" = ?2 AND ("BotId" = ?1 OR ("BotId" = ?3 AND "IsEarlier" = TRUE))
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

    // Bounds the table. A stranger who drops out of it is told once more.
    private const string ForgetOldest = """
        DELETE FROM "Strangers" WHERE "ToldAt" <= (SELECT "ToldAt" FROM "Strangers" ORDER BY "ToldAt" DESC LIMIT 1 OFFSET 10000)
        """;

    /// <summary>Sets the rule of a person or chat in a list (<see cref="AccessList.ListOf"/>).</summary>
    public static void Set(WriteSession session, long listId, long id, AccessRule rule)
    {
        session.Send(SetRule, listId, id, rule.IsAllowed, rule.IsAdmin, rule.Name, rule.Since?.ToUnixTimeMilliseconds());
        session.Send(ForgetStranger, listId, id);
    }

    /// <summary>Removes the rule, so the default applies again.</summary>
    public static void Remove(WriteSession session, long listId, long id, long botId)
    {
        session.Send(RemoveRule, listId, id, botId);
        session.Send(ForgetStranger, listId, id);
    }

    /// <summary>Records that a stranger asks for access, unless they or too many others asked within the limits.</summary>
    public static AccessRequestResult RecordRequest(WriteSession session, long listId, Person person, DateTimeOffset now, (TimeSpan Interval, int MostInADay) limits)
    {
        if (session.Scalar(FindAsk, listId, person.Id, (now - limits.Interval).ToUnixTimeMilliseconds()) is not null)
            return AccessRequestResult.AskedBefore;
        if ((long)session.Scalar(CountAsks, listId, now.AddDays(-1).ToUnixTimeMilliseconds())! >= limits.MostInADay)
            return AccessRequestResult.TooMany;

        session.Send(AddAsk, listId, person.Id, now.ToUnixTimeMilliseconds(), person.Name, person.Language);
        return AccessRequestResult.Asked;
    }

    /// <returns>Whether the person still has to be told; false when they were told before.</returns>
    public static bool RecordTold(WriteSession session, long listId, long userId, DateTimeOffset now)
    {
        if (session.Execute(NoteStranger, listId, userId, now.ToUnixTimeMilliseconds()) == 0)
            return false;

        session.Send(ForgetOldest);
        return true;
    }
}

/// <summary>The outcome of a stranger's request for access.</summary>
internal enum AccessRequestResult
{
    Asked,

    /// <summary>This person asked within the last week.</summary>
    AskedBefore,

    /// <summary>The daily number of requests is used up.</summary>
    TooMany,
}
