using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.BotStarts;

/// <summary>The last start of a bot that its admins were notified of.</summary>
internal sealed class BotStartRow
{
    public required long BotId { get; init; }

    /// <summary>Version and commit, <c>1.0.0+51b4331f8e</c>.</summary>
    public required string Version { get; init; }

    public required DateTimeOffset ToldAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<BotStartRow>
    {
        public void Configure(EntityTypeBuilder<BotStartRow> builder)
        {
            builder.ToTable("BotStarts");
            builder.HasKey(row => row.BotId);
            builder.Property(row => row.BotId).ValueGeneratedNever();
        }
    }
}

internal static class BotStartWrites
{
    private const string Upsert = """
        INSERT INTO "BotStarts" ("BotId", "Version", "ToldAt") VALUES (?1, ?2, ?3)
        ON CONFLICT ("BotId") DO UPDATE SET "Version" = excluded."Version", "ToldAt" = excluded."ToldAt"
            WHERE "BotStarts"."Version" <> excluded."Version" OR "BotStarts"."ToldAt" <= ?4
        """;

    /// <returns>Whether to notify the bot's admins: not when they were notified of this version within the interval.</returns>
    public static bool RecordTold(WriteSession session, long botId, BotStart start, DateTimeOffset now, TimeSpan interval) => session.Execute(
        Upsert, botId, $"{start.Version}+{start.Commit}", now.ToUnixTimeMilliseconds(), (now - interval).ToUnixTimeMilliseconds()) > 0;
}
