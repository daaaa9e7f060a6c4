using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Forgetting;

/// <summary>Erases forgotten conversations when they can no longer be brought back.</summary>
internal sealed class ForgettingErasure(DatabaseWriter writer, IOptions<ForgettingOptions> options, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await EraseAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task EraseAsync(CancellationToken stoppingToken)
    {
        var until = time.GetUtcNow() - options.Value.UndoFor;
        try
        {
            while (await writer.WriteAsync(session => ForgettingWrites.EraseNext(session, until), stoppingToken))
            {
            }
        }
        catch (StorageUnavailableException)
        {
            // The writer has logged it; the next tick tries again.
        }
    }
}
