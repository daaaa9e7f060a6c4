using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Telemetry;

namespace WisdomWave.Dialog.Storage.Backups;

/// <summary>
/// Backs up the database when the newest backup is older than the interval. A restart therefore neither makes an additional backup nor
/// delays the next one.
/// </summary>
internal sealed class BackupSchedule : BackgroundService
{
    /// <summary>
    /// A failed backup is tried again after this time. The age of the newest one follows the wall clock, which may be set, so it is looked
    /// at as often.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly DatabaseBackup _backup;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _started;

    // Ticks; 0 when there is none. A scrape of the metrics must not wait for the disk.
    private long _newest;

    public BackupSchedule(DatabaseBackup backup, IOptions<BackupOptions> options, TimeProvider time, IMeterFactory meters)
    {
        _backup = backup;
        _interval = options.Value.Interval;
        _time = time;
        _started = time.GetUtcNow();
        var meter = meters.Create(DialogMetrics.MeterName);
        meter.CreateObservableGauge("wisdomwave.backup.age", () => IfScheduled(Age), "s", "Time since the last good backup, or since the start if there is none.");
        meter.CreateObservableGauge("wisdomwave.backup.interval", () => IfScheduled(_interval), "s", "Time between two scheduled backups.");
    }

    private TimeSpan Age => _time.GetUtcNow() - (Interlocked.Read(ref _newest) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : _started);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_interval == TimeSpan.Zero)
            return;

        try
        {
            while (true)
            {
                var wait = await TryAsync(stoppingToken);
                await Task.Delay(new[] { wait, LongestWait, _interval }.Min(), _time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Without a schedule there are no series, and so no alert.</summary>
    private IEnumerable<Measurement<double>> IfScheduled(TimeSpan value) => _interval == TimeSpan.Zero ? [] : [new(value.TotalSeconds)];

    /// <summary>Makes a backup if one is due.</summary>
    /// <returns>How long to wait for the next attempt.</returns>
    private async Task<TimeSpan> TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (Look() is { } wait && wait > TimeSpan.Zero)
                return wait;

            await _backup.MakeScheduledAsync(stoppingToken);
            Look();
            return _interval;
        }
        catch (BackupException)
        {
            // It has been logged. The age of the newest backup keeps growing, which raises an alert.
            return LongestWait;
        }
    }

    /// <returns>The time until the next backup is due; null when there is none yet.</returns>
    private TimeSpan? Look()
    {
        var newest = _backup.FindNewest();
        Interlocked.Exchange(ref _newest, newest?.UtcTicks ?? 0);
        return newest + _interval - _time.GetUtcNow();
    }
}
