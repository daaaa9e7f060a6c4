using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage;

/// <summary>Moves the write-ahead log into the database every few seconds. A long log would slow readers down.</summary>
internal sealed partial class Checkpointer(
    DialogDatabase database, Erasures erasures, TimeProvider time, ILogger<Checkpointer> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private bool _isFailing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            // The log of an earlier process may still contain erased data.
            erasures.Note();
            do
            {
                Checkpoint();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private void Checkpoint()
    {
        try
        {
            // Pooled, so the connection stays open between runs.
            using var connection = new SqliteConnection(database.ConnectionString);
            connection.Open();
            using var command = connection.CreateCommand();

            // PASSIVE blocks neither the writer nor readers. TRUNCATE waits for them, so it runs only after an erasure; the first
            // column of its result says whether it gave up.
            var empties = erasures.Take();
            command.CommandTimeout = 1;
            command.CommandText = empties ? "PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA wal_checkpoint(PASSIVE)";
            if (command.ExecuteScalar() is not 0L && empties)
                erasures.Note();
            _isFailing = false;
        }
        catch (SqliteException exception)
        {
            // Take() may have consumed a note, so empty the log next time in any case.
            erasures.Note();

            // Log once per outage.
            if (!_isFailing)
                LogCheckpointFailed(exception.Message);
            _isFailing = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The checkpoint of the write-ahead log failed and will be retried: {Reason}")]
    private partial void LogCheckpointFailed(string reason);
}

/// <summary>Remembers that rows were erased: SQLite's write-ahead log keeps their old pages until it is emptied.</summary>
internal sealed class Erasures
{
    private int _isPending;

    public void Note() => Volatile.Write(ref _isPending, 1);

    /// <summary>Returns whether the log must be emptied, and resets that.</summary>
    public bool Take() => Interlocked.Exchange(ref _isPending, 0) == 1;
}
