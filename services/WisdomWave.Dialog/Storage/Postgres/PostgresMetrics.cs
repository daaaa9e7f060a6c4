using System.Data.Common;
using System.Diagnostics.Metrics;
using WisdomWave.Dialog.Telemetry;

namespace WisdomWave.Dialog.Storage.Postgres;

/// <summary>Measures the database. Its write-ahead log and its disk belong to the server, whose own monitoring shows them.</summary>
internal sealed class PostgresMetrics(IMeterFactory meters, PostgresDatabase database, DatabaseWriter writer, TimeProvider time)
    : PeriodicWork(TimeSpan.FromMinutes(1), time)
{
    // A scrape of the metrics must not wait for the server. 0 before the first answer.
    private long _size;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(DialogMetrics.MeterName);
        meter.CreateObservableGauge(StorageMetrics.Writable, () => writer.IsFailing ? 0 : 1, unit: null, StorageMetrics.WritableMeaning);
        meter.CreateObservableGauge(StorageMetrics.Size, Sizes, "By", StorageMetrics.SizeMeaning);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var connection = database.CreateConnection();
            await connection.OpenAsync(stoppingToken);
            await using var command = database.CreateCommand(connection, "SELECT pg_database_size(current_database())");
            Interlocked.Exchange(ref _size, await command.ExecuteScalarAsync(stoppingToken) as long? ?? 0);
        }
        catch (Exception exception) when (exception is DbException || StorageFault.Is(exception))
        {
            // The health check of the storage reports it.
        }
    }

    private IEnumerable<Measurement<long>> Sizes() => Interlocked.Read(ref _size) is > 0 and var size ? [new(size)] : [];
}
