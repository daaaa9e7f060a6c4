using Microsoft.EntityFrameworkCore;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.Dialog.Spending.Usage;

/// <summary>
/// A bot's last questions without an answer, for /stats: the ids under which an operator finds their log lines and their traces. A question that
/// was answered at another try, or forgotten, is not among them.
/// </summary>
internal sealed class LastFailures(IDbContextFactory<DialogContext> contexts)
{
    private const int Most = 5;

    /// <returns>Empty when there are none.</returns>
    public async Task<string> OfAsync(long botId, Texts texts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var failures = await context.Turns.AsNoTracking()
            .Where(turn => turn.Failure != null && !turn.Forgotten && turn.Conversation!.BotId == botId)
            .OrderByDescending(turn => turn.CompletedAt)
            .Take(Most)
            .Select(turn => new { turn.Id, turn.Failure, turn.CompletedAt, turn.Trace })
            .ToListAsync(cancellationToken);
        if (failures.Count == 0)
            return "";

        var lines = failures.Select(turn =>
            texts.StatsFailure(turn.CompletedAt!.Value, turn.Failure!.Value, turn.Id)
            + (ActivitySourceExtensions.ContextOf(turn.Trace) is var trace && trace != default ? texts.StatsTrace(trace.TraceId.ToString()) : ""));
        return $"\n\n{texts.StatsFailures}\n\n{string.Join('\n', lines)}";
    }
}
