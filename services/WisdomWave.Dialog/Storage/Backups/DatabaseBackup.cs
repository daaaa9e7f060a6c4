using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace WisdomWave.Dialog.Storage.Backups;

/// <summary>
/// Copies the database into a dated file while the service runs. VACUUM INTO reads one snapshot, so writers are not blocked, and it
/// copies live rows only, so the backup contains no erased data.
/// </summary>
internal sealed partial class DatabaseBackup(
    DialogDatabase database, IOptions<BackupOptions> options, TimeProvider time, ILogger<DatabaseBackup> logger) : IDisposable
{
    private const string OnRequest = "dialog-";

    // Old files of this name are removed; an operator's own backup never is.
    private const string Scheduled = "scheduled-";

    private const string NameFormat = "yyyy-MM-dd'T'HH-mm-ss-fff'Z'";

    // Marks an incomplete file. A process that is killed during a backup leaves one behind.
    private const string Partial = ".partial";

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary><c>backups/</c> in the data directory, unless <see cref="BackupOptions.Directory"/> is another one.</summary>
    public string Folder { get; } = Path.GetFullPath(options.Value.Directory, Path.GetDirectoryName(database.Path)!);

    /// <summary>The time of the newest backup of either kind; null when there is none.</summary>
    /// <exception cref="BackupException">The directory cannot be read.</exception>
    public DateTimeOffset? FindNewest()
    {
        try
        {
            var times = Files(OnRequest).Concat(Files(Scheduled)).Select(file => file.Time).ToList();
            return times.Count > 0 ? times.Max() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(exception.Message);
            throw new BackupException(exception.Message, exception);
        }
    }

    /// <summary>Makes a backup and removes old scheduled ones.</summary>
    /// <exception cref="BackupException">The backup failed, and nothing was removed.</exception>
    public async Task MakeScheduledAsync(CancellationToken cancellationToken)
    {
        if (await MakeAsync(Scheduled, cancellationToken) is null)
            return;

        try
        {
            foreach (var (path, _) in Files(Scheduled).OrderByDescending(file => file.Time).Skip(options.Value.Kept))
                File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next backup tries again.
            LogNotRemoved(exception.Message);
        }
    }

    /// <returns>The verified file; null when another backup is running.</returns>
    /// <exception cref="BackupException">The backup failed; the message says why.</exception>
    public Task<FileInfo?> MakeAsync(CancellationToken cancellationToken) => MakeAsync(OnRequest, cancellationToken);

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<FileInfo?> MakeAsync(string prefix, CancellationToken cancellationToken)
    {
        if (!await _oneAtATime.WaitAsync(TimeSpan.Zero, cancellationToken))
            return null;
        try
        {
            // SQLite blocks for as long as the copy takes, so it gets a dedicated thread.
            var file = await Task.Factory.StartNew(
                () => Make(prefix, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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

    /// <summary>
    /// Without files that are dated in the future: they were made while the clock was wrong, and must neither delay the next backup nor
    /// count as the newest.
    /// </summary>
    private IEnumerable<(string Path, DateTimeOffset Time)> Files(string prefix)
    {
        if (!Directory.Exists(Folder))
            yield break;
        var now = time.GetUtcNow();
        foreach (var path in Directory.EnumerateFiles(Folder, $"{prefix}*.db"))
        {
            if (DateTimeOffset.TryParseExact(
                Path.GetFileNameWithoutExtension(path)[prefix.Length..], NameFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made)
                && made <= now)
            {
                yield return (path, made);
            }
        }
    }

    private FileInfo Make(string prefix, CancellationToken cancellationToken)
    {
        Prepare();
        var name = time.GetUtcNow().ToString(NameFormat, CultureInfo.InvariantCulture);
        var path = Path.Combine(Folder, $"{prefix}{name}.db");
        var partial = path + Partial;
        try
        {
            // SQLite writes into an existing empty file and keeps its mode, so the copy is private from its first byte.
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
        foreach (var prefix in (string[])[OnRequest, Scheduled])
        {
            foreach (var leftOver in Directory.EnumerateFiles(Folder, $"{prefix}*.db{Partial}"))
                File.Delete(leftOver);
        }

        // A backup must not use up the disk space that incoming messages need.
        var needed = new FileInfo(database.Path).Length;
        var free = new DriveInfo(Folder).AvailableFreeSpace;
        if (free < needed * 2)
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"the disk has {free / 1e6:0} MB free, but the backup needs twice the size of the database ({needed / 1e6:0.0} MB)"));
    }

    private void Copy(string path, CancellationToken cancellationToken)
    {
        using var connection = SqliteFile.Open(database.Path, SqliteOpenMode.ReadOnly);
        using var interruption = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle!));
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $path";
        command.Parameters.AddWithValue("$path", path);
        command.ExecuteNonQuery();
    }

    private static void Verify(string path, CancellationToken cancellationToken)
    {
        using var connection = SqliteFile.Open(path, SqliteOpenMode.ReadWrite);
        using var interruption = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle!));
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check(1)";
        if (command.ExecuteScalar() is not "ok")
            throw new IOException("the copy failed SQLite's integrity check");
    }

    // VACUUM INTO does not flush the copy to the disk, but a backup must survive a power cut.
    private static void Flush(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    [LoggerMessage(LogLevel.Information, "Backed up the database to {Path} ({Bytes} bytes)")]
    private partial void LogMade(string path, long bytes);

    [LoggerMessage(LogLevel.Warning, "Old backups could not be removed: {Reason}")]
    private partial void LogNotRemoved(string reason);

    [LoggerMessage(LogLevel.Warning, "The backup failed: {Reason}")]
    private partial void LogFailed(string reason);
}

/// <summary>A backup failed for a reason outside this application: the disk, a permission, a damaged database.</summary>
internal sealed class BackupException(string message, Exception innerException) : Exception(message, innerException);
