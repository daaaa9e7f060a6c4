namespace WisdomWave.Dialog.Storage;

/// <summary>Work on the database that is done when the service starts, and again after each interval.</summary>
/// <param name="interval">From the beginning of one to the beginning of the next.</param>
/// <param name="time">For the interval.</param>
internal abstract class PeriodicWork(TimeSpan interval, TimeProvider time) : BackgroundService
{
    protected TimeProvider Time => time;

    protected abstract Task WorkAsync(CancellationToken stoppingToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                try
                {
                    await WorkAsync(stoppingToken);
                }
                catch (StorageUnavailableException)
                {
                    // The writer has logged it; the next time will do.
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
