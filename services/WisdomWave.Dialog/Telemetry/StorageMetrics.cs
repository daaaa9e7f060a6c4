using System.Diagnostics.Metrics;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Telemetry;

/// <summary>Measures SQLite's files and the disk that they are on.</summary>
internal sealed class StorageMetrics(IMeterFactory meters, DialogDatabase database, DatabaseWriter writer) : IHostedService
{
    public const string Writable = "wisdomwave.database.writable";
    public const string WritableMeaning = "1, or 0 after a transaction that failed because of the database.";
    public const string Size = "wisdomwave.database.size";
    public const string SizeMeaning = "Size of the database.";

    private readonly DriveInfo _disk = new(Path.GetDirectoryName(database.Path)!);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(DialogMetrics.MeterName);
        meter.CreateObservableGauge(Writable, () => writer.IsFailing ? 0 : 1, unit: null, WritableMeaning);
        meter.CreateObservableGauge(Size, () => Known(() => new FileInfo(database.Path).Length), "By", SizeMeaning);
        meter.CreateObservableGauge("wisdomwave.database.wal.size", WalSize, "By", "Size of the write-ahead log.");
        meter.CreateObservableGauge("wisdomwave.database.disk.free", () => Known(() => _disk.AvailableFreeSpace), "By", "Free space on the disk of the database.");
        meter.CreateObservableGauge("wisdomwave.database.disk.size", () => Known(() => _disk.TotalSize), "By", "Size of the disk of the database.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> WalSize() => Known(() => new FileInfo($"{database.Path}-wal") is { Exists: true, Length: var length } ? length : 0);

    /// <returns>Nothing where the file system does not tell.</returns>
    private static IEnumerable<Measurement<long>> Known(Func<long> measure)
    {
        try
        {
            return [new(measure())];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
