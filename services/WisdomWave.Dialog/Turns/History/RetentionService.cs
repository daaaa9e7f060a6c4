using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Turns.History;

/// <summary>Erases turns that are older than the operator's retention, with their parts and attachments. Usage, which is numbers only, stays.</summary>
internal sealed class RetentionService(DatabaseWriter writer, IOptions<RetentionOptions> options, TimeProvider time)
    : PeriodicWork(TimeSpan.FromMinutes(10), time)
{
    /// <summary>Small batches, so that writes that people wait for run in between.</summary>
    private const int Batch = 200;

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        if (options.Value.KeepsSince(Time.GetUtcNow()) is not { } since)
            return;

        while (await writer.WriteAsync(session => HistoryWrites.ForgetBefore(session, since, Batch), stoppingToken) == Batch)
        {
        }
    }
}
