using Microsoft.Data.Sqlite;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Storage;

/// <summary>Prepares the database before the service accepts requests: folder, integrity check, file modes, schema.</summary>
internal sealed class DatabaseStart(DialogDatabase database, SchemaUpgrade schema) : IHostedService, IDisposable
{
    /// <summary>The check reads the whole file, so it is skipped for files above this size: it would slow the start down.</summary>
    private const long LargestChecked = 256L << 20;

    private DatabaseLock? _lock;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            PrivateFiles.CreateFolder(Path.GetDirectoryName(database.Path)!);
            _lock = DatabaseLock.TryShare(database.Path) ?? throw new StartupException(
                $"A backup is being restored to {database.Path}: wait until that has finished, then start again.");
            var file = new FileInfo(database.Path);
            if (file is { Exists: true, Length: < LargestChecked })
                await CheckAsync(cancellationToken);

            foreach (var ending in (string[])["", "-wal", "-shm"])
                PrivateFiles.Tighten(database.Path + ending);
            await schema.UpgradeAsync(cancellationToken);
            database.OpenForWriting().Dispose();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            throw Damaged(exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException or SqliteException)
        {
            throw new StartupException(
                $"The data directory cannot be written ({Path.GetDirectoryName(database.Path)}): " +
                "set WISDOMWAVE_DATA_DIR to a folder that this user may write to, for instance data.", exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Not at the stop: services that stop after this one still write.
    public void Dispose() => _lock?.Dispose();

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (await AskAsync("PRAGMA quick_check(1)", cancellationToken) is not "ok")
            throw Damaged(null);
    }

    private async Task<object?> AskAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private StartupException Damaged(Exception? exception) => new(
        $"The database is damaged ({database.Path}): restore it from a backup, or move it away to start with an empty one.", exception);
}
