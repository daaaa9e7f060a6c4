using System.Globalization;
using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage.Backups;

/// <summary>
/// Copies the database into a dated file while the service runs. VACUUM INTO reads one snapshot, so writers go on, and writes only
/// live rows, so nothing that was erased is in the copy.
/// </summary>
internal sealed partial class DatabaseBackup(DialogDatabase database, TimeProvider time, ILogger<DatabaseBackup> logger) : IDisposable
{
    // A file under this name is not complete. One is left behind when the process is killed in the middle.
    private const string Partial = ".partial";

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>Where the backups are: <c>backups/</c> in the data directory.</summary>
    public string Folder { get; } = Path.Combine(Path.GetDirectoryName(database.Path)!, "backups");

    /// <returns>The complete, verified file; null while another backup is being made.</returns>
    /// <exception cref="BackupException">It was not made; the message says why.</exception>
    public async Task<FileInfo?> MakeAsync(CancellationToken cancellationToken)
    {
        if (!await _oneAtATime.WaitAsync(TimeSpan.Zero, cancellationToken))
            return null;
        try
        {
            // SQLite's calls block for as long as the database is large, so they get a thread of their own.
            var file = await Task.Factory.StartNew(
                () => Make(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            LogMade(file.FullName, file.Length);
            return file;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            LogFailed(exception.Message);
            throw new BackupException(exception.Message, exception);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private FileInfo Make(CancellationToken cancellationToken)
    {
        Prepare();
        var name = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH-mm-ss-fff'Z'", CultureInfo.InvariantCulture);
        var path = Path.Combine(Folder, $"dialog-{name}.db");
        var partial = path + Partial;
        try
        {
            // SQLite takes over an empty file as it is, so the copy is private from its first byte on.
            PrivateFiles.Open(partial, FileMode.CreateNew, FileShare.None).Dispose();
            Copy(partial, cancellationToken);
            Verify(partial, cancellationToken);
            Flush(partial);
            File.Move(partial, path, overwrite: false);
            return new FileInfo(path);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private void Prepare()
    {
        PrivateFiles.CreateFolder(Folder);
        foreach (var leftOver in Directory.EnumerateFiles(Folder, "*" + Partial))
            File.Delete(leftOver);

        // The backup must not take the room that the next message needs.
        var needed = new FileInfo(database.Path).Length;
        var free = new DriveInfo(Folder).AvailableFreeSpace;
        if (free < needed * 2)
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"the disk has {free / 1e6:0} MB free, and twice the database's {needed / 1e6:0.0} MB are needed"));
    }

    private void Copy(string path, CancellationToken cancellationToken)
    {
        using var connection = Open(database.Path, SqliteOpenMode.ReadOnly);
        using var interruption = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle!));
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $path";
        command.Parameters.AddWithValue("$path", path);
        command.ExecuteNonQuery();
    }

    private static void Verify(string path, CancellationToken cancellationToken)
    {
        using var connection = Open(path, SqliteOpenMode.ReadWrite);
        using var interruption = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle!));
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check(1)";
        if (command.ExecuteScalar() is not "ok")
            throw new IOException("the copy did not pass SQLite's integrity check");
    }

    // VACUUM INTO leaves the copy in the system's cache; a backup has to survive a power cut.
    private static void Flush(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    [LoggerMessage(LogLevel.Information, "The database was backed up to {Path} ({Bytes} bytes)")]
    private partial void LogMade(string path, long bytes);

    [LoggerMessage(LogLevel.Warning, "The database was not backed up: {Reason}")]
    private partial void LogFailed(string reason);
}
