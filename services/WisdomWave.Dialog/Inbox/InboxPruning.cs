using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Inbox;

/// <summary>Lets go of updates that cannot come again.</summary>
internal sealed class InboxPruning(DatabaseWriter writer, TimeProvider time) : BackgroundService
{
    /// <summary>Above what a day of one busy hour after the other brings in that time, so that the table does not grow.</summary>
    private const int Batch = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await PruneAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task PruneAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await writer.WriteAsync(session => InboxWrites.Prune(session, time.GetUtcNow(), Batch), stoppingToken) == Batch)
            {
            }
        }
        catch (StorageUnavailableException)
        {
            // The writer has logged it; the next time will do.
        }
    }
}
