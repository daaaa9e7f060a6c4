using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Outbox;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Alerts;

/// <summary>
/// Tells admins once that an alert fires and once that it has ended. The notices are stored together with the alert's state, so neither a
/// repeated report nor a crash tells anybody twice, and ingress delivers them like replies.
/// </summary>
internal sealed class AlertNotices(
    IOptions<AlertOptions> options,
    AccessList access,
    PrivateChatTexts privateTexts,
    IDbContextFactory<DialogContext> contexts,
    DatabaseWriter writer,
    TimeProvider time)
{
    private const int LongestText = 500;

    public async Task TellAsync(AlertReport report, CancellationToken cancellationToken)
    {
        if (!options.Value.Admins)
            return;

        foreach (var alert in report.Alerts.Where(alert => alert.Status == ReportedAlert.Firing))
        {
            var (fingerprint, bot, summary) = (alert.Fingerprint, alert.Labels.GetValueOrDefault("bot"), SummaryOf(alert));
            await WriteAsync(
                report.Bots, bot,
                words => words.AlertBegins(summary, Cut(alert.Annotations.GetValueOrDefault("runbook"))),
                (session, now) => AlertWrites.Begin(session, fingerprint, bot, summary, now),
                ends: false,
                cancellationToken);
        }

        foreach (var ended in await EndedAsync(report, cancellationToken))
        {
            await WriteAsync(
                report.Bots, ended.Bot, words => words.AlertEnds(ended.Summary), (session, _) => AlertWrites.End(session, ended.Fingerprint), ends: true, cancellationToken);
        }
    }

    /// <summary>The stored alerts that the report ends.</summary>
    private async Task<IReadOnlyList<AlertRow>> EndedAsync(AlertReport report, CancellationToken cancellationToken)
    {
        var reported = report.Alerts.ToLookup(alert => alert.Status == ReportedAlert.Resolved, alert => alert.Fingerprint);
        var (resolved, lasting) = (reported[true].ToHashSet(), reported[false].ToHashSet());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await context.Alerts.AsNoTracking().ToListAsync(cancellationToken);
        return [.. stored.Where(alert => !lasting.Contains(alert.Fingerprint) && (report.IsComplete || resolved.Contains(alert.Fingerprint)))];
    }

    private async Task WriteAsync(
        IReadOnlyList<TellingBot> bots,
        string? concerned,
        Func<Texts, string> text,
        Func<WriteSession, DateTimeOffset, bool> change,
        bool ends,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var notices = new List<NoticeTurn>();
        foreach (var (admin, botId) in Recipients(bots, concerned))
        {
            var words = await privateTexts.ForAsync(botId, admin, language: null, cancellationToken);
            notices.Add(new NoticeTurn(Guid.CreateVersion7(now), botId, admin, new Reply(text(words))));
        }

        // Without an admin, the beginning is not stored either: the admin who claims the bot later is told of what still fires.
        if (notices.Count == 0 && !ends)
            return;

        await writer.WriteAsync(
            session =>
            {
                if (!change(session, now))
                    return false;
                foreach (var notice in notices)
                    notice.Write(session, now);
                return true;
            },
            CancellationToken.None);
    }

    /// <summary>Every admin once, by a bot that works, and if possible by the one that the alert concerns.</summary>
    private IEnumerable<(long Admin, long BotId)> Recipients(IReadOnlyList<TellingBot> bots, string? concerned) => bots
        .OrderByDescending(bot => bot.IsReceiving).ThenByDescending(bot => bot.Name == concerned).ThenBy(bot => bot.Id)
        .SelectMany(bot => access.AdminsOf(bot.Id).Order().Select(admin => (Admin: admin, BotId: bot.Id)))
        .DistinctBy(recipient => recipient.Admin);

    private static string SummaryOf(ReportedAlert alert) =>
        Cut(alert.Annotations.GetValueOrDefault("summary") ?? alert.Labels.GetValueOrDefault("alertname")) ?? alert.Fingerprint;

    private static string? Cut(string? text) => text is { Length: > LongestText } ? text[..LongestText] : text;
}
