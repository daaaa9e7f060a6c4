using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Alerts;

/// <summary>An alert that is firing, of which the admins have been told. The row goes when they have been told of its end.</summary>
internal sealed class AlertRow
{
    /// <summary>Identifies the alert by its name and labels, in every report of it.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The alert's <c>bot</c> label; null for an alert that concerns no single bot.</summary>
    public string? Bot { get; init; }

    public required string Summary { get; init; }

    public required DateTimeOffset ToldAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<AlertRow>
    {
        public void Configure(EntityTypeBuilder<AlertRow> builder)
        {
            builder.ToTable("Alerts");
            builder.HasKey(row => row.Fingerprint);
        }
    }
}

internal static class AlertWrites
{
    private const string Insert = """
        INSERT INTO "Alerts" ("Fingerprint", "Bot", "Summary", "ToldAt") VALUES (?1, ?2, ?3, ?4) ON CONFLICT ("Fingerprint") DO NOTHING
        """;

    private const string Delete = """
        DELETE FROM "Alerts" WHERE "Fingerprint" = ?1
        """;

    /// <returns>False when the admins have been told before.</returns>
    public static bool Begin(WriteSession session, string fingerprint, string? bot, string summary, DateTimeOffset now) =>
        session.Execute(Insert, fingerprint, bot, summary, now.ToUnixTimeMilliseconds()) > 0;

    /// <returns>False when the admins were never told of it, or have been told of its end.</returns>
    public static bool End(WriteSession session, string fingerprint) => session.Execute(Delete, fingerprint) > 0;
}
