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

    /// <summary>When it was last reported as firing.</summary>
    public required DateTimeOffset ReportedAt { get; init; }

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
    /// <summary>
    /// Alertmanager repeats a firing alert every four hours, and the app host more often. After this time without a report, the end must have
    /// been missed, for example because Alertmanager was down.
    /// </summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromDays(1);

    private const string Insert = """
        INSERT INTO "Alerts" ("Fingerprint", "Bot", "Summary", "ReportedAt") VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT ("Fingerprint") DO UPDATE SET "Bot" = ?2, "Summary" = ?3, "ReportedAt" = ?4 WHERE "Alerts"."ReportedAt" < ?5
        """;

    private const string Refresh = """
        UPDATE "Alerts" SET "ReportedAt" = ?2 WHERE "Fingerprint" = ?1
        """;

    private const string Delete = """
        DELETE FROM "Alerts" WHERE "Fingerprint" = ?1
        """;

    /// <returns>False when the admins have been told before.</returns>
    public static bool Begin(WriteSession session, string fingerprint, string? bot, string summary, DateTimeOffset now)
    {
        var reportedAt = now.ToUnixTimeMilliseconds();
        if (session.Execute(Insert, fingerprint, bot, summary, reportedAt, (now - Silence).ToUnixTimeMilliseconds()) > 0)
            return true;
        session.Send(Refresh, fingerprint, reportedAt);
        return false;
    }

    /// <returns>False when the admins were never told of it, or have been told of its end.</returns>
    public static bool End(WriteSession session, string fingerprint) => session.Execute(Delete, fingerprint) > 0;
}
