using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake;

/// <summary>Lets go of updates that cannot come again.</summary>
internal sealed class InboxPruning(DatabaseWriter writer, TimeProvider time) : PeriodicWork(TimeSpan.FromMinutes(10), time)
{
    /// <summary>Above what a day of one busy hour after the other brings in that time, so that the table does not grow.</summary>
    private const int Batch = 500;

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (await writer.WriteAsync(session => InboxWrites.Prune(session, Time.GetUtcNow(), Batch), stoppingToken) == Batch)
        {
        }
    }
}
