using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage;

/// <summary>Moves what the write-ahead log has gathered into the database, so that it neither grows nor slows readers down.</summary>
internal sealed partial class Checkpointer(DialogDatabase database, TimeProvider time, ILogger<Checkpointer> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Checkpoint(connection);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private void Checkpoint(SqliteConnection connection)
    {
        try
        {
            using var command = connection.CreateCommand();

            // PASSIVE waits for nobody: neither the writer nor a reader is held up by it.
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            command.ExecuteNonQuery();
        }
        catch (SqliteException exception)
        {
            LogCheckpointFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The write-ahead log could not be checkpointed; it is tried again")]
    private partial void LogCheckpointFailed(Exception exception);
}
