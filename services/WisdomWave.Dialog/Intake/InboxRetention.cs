using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake;

/// <summary>How long the inbox recognizes a repeated update.</summary>
internal static class InboxRetention
{
    /// <summary>
    /// Telegram repeats an update for 24 hours at most, and may restart its numbering at any value after a week without updates. Any
    /// time between the two recognizes every repetition and drops no new message.
    /// </summary>
    private static readonly TimeSpan Time = TimeSpan.FromDays(3);

    /// <summary>Updates accepted before this time count as unknown, even if their rows have not been pruned yet.</summary>
    public static DateTimeOffset Since(DateTimeOffset now) => now - Time;
}

/// <summary>Deletes updates that Telegram cannot repeat anymore.</summary>
internal sealed class InboxPruner(DatabaseWriter writer, TimeProvider time) : PeriodicWork(TimeSpan.FromMinutes(10), time)
{
    /// <summary>Small enough that other writes get their turn between two batches.</summary>
    private const int Batch = 500;

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (await writer.WriteAsync(session => InboxWrites.Prune(session, Time.GetUtcNow(), Batch), stoppingToken) == Batch)
        {
        }
    }
}

internal static class IntakeServiceCollectionExtensions
{
    public static void AddIntake(this IHostApplicationBuilder builder) => builder.Services.AddHostedService<InboxPruner>();
}
