using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.History;

/// <summary>Erases turns that are older than the operator keeps them, with their parts and attachments; usage stays, which is numbers.</summary>
internal sealed class Retention(DatabaseWriter writer, IOptions<RetentionOptions> options, TimeProvider time) : BackgroundService
{
    /// <summary>By batches, so that what people wait for comes between them.</summary>
    private const int Batch = 200;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                if (options.Value.KeepsSince(time.GetUtcNow()) is { } since)
                    await EraseAsync(since, stoppingToken);
            }
            while (options.Value.Days > 0 && await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task EraseAsync(DateTimeOffset since, CancellationToken stoppingToken)
    {
        try
        {
            while (await writer.WriteAsync(session => HistoryWrites.ForgetBefore(session, since, Batch), stoppingToken) == Batch)
            {
            }
        }
        catch (StorageUnavailableException)
        {
            // The writer has logged it; the next time will do.
        }
    }
}
