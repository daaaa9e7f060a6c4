using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.BotStarts;

internal static class BotStartWrites
{
    private const string Note = """
        INSERT INTO "BotStarts" ("BotId", "Version", "ToldAt") VALUES (?1, ?2, ?3)
        ON CONFLICT ("BotId") DO UPDATE SET "Version" = excluded."Version", "ToldAt" = excluded."ToldAt"
            WHERE "Version" <> excluded."Version" OR "ToldAt" <= ?4
        """;

    /// <returns>Whether the bot's admins are to be told: not when they heard of this version within the interval.</returns>
    public static bool NoteTold(WriteSession session, long botId, BotStart start, DateTimeOffset now, TimeSpan interval) => session.Execute(
        Note, botId, $"{start.Version}+{start.Commit}", now.ToUnixTimeMilliseconds(), (now - interval).ToUnixTimeMilliseconds()) > 0;
}
