using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage;

/// <summary>Moves what the write-ahead log has gathered into the database, so that it neither grows nor slows readers down.</summary>
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
            // What an earlier process had erased may be in the log that it left.
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
            // From the pool, which keeps it open.
            using var connection = new SqliteConnection(database.ConnectionString);
            connection.Open();
            using var command = connection.CreateCommand();

            // PASSIVE waits for nobody: neither the writer nor a reader is held up by it. Only after something was erased the log
            // is emptied too, which waits for them; the first column says whether it gave up.
            var empties = erasures.Take();
            command.CommandTimeout = 1;
            command.CommandText = empties ? "PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA wal_checkpoint(PASSIVE)";
            if (command.ExecuteScalar() is not 0L && empties)
                erasures.Note();
            _isFailing = false;
        }
        catch (SqliteException exception)
        {
            // Whether something had been erased is not known any more.
            erasures.Note();

            // Once, however long it lasts.
            if (!_isFailing)
                LogCheckpointFailed(exception.Message);
            _isFailing = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The write-ahead log could not be checkpointed: {Reason} It is tried again.")]
    private partial void LogCheckpointFailed(string reason);
}
