using System.Globalization;
using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage.Backups;

/// <summary>
/// Replaces the database by a backup. It never overwrites: the present database is moved aside, and only after the copy of the backup
/// has passed its checks. A process that is killed before that leaves the present database in place.
/// </summary>
/// <remarks><code>WisdomWave.Dialog restore data/backups/scheduled-2026-11-27T12-00-00-000Z.db</code></remarks>
internal sealed class DatabaseRestore(string dataDirectory, TimeProvider time)
{
    public const string Verb = "restore";

    // With the write-ahead log, a database is several files.
    private static readonly string[] SideFiles = ["-wal", "-shm"];

    private readonly string _database = Path.GetFullPath(Path.Combine(dataDirectory, "dialog.db"));

    /// <returns>The exit code: 1 if nothing was restored.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is not [{ Length: > 0 } backup])
        {
            errors.WriteLine("Which backup? For example: restore data/backups/scheduled-2026-11-27T12-00-00-000Z.db");
            return 1;
        }

        try
        {
            var dataDirectory = Environment.GetEnvironmentVariable("WISDOMWAVE_DATA_DIR") ?? new StorageOptions().DataDirectory;
            output.WriteLine(new DatabaseRestore(dataDirectory, TimeProvider.System).Restore(Path.GetFullPath(backup)));
            return 0;
        }
        catch (RestoreException exception)
        {
            errors.WriteLine(exception.Message);
            return 1;
        }
    }

    /// <returns>What was done, for the operator.</returns>
    /// <exception cref="RestoreException">Nothing was restored; the message says why.</exception>
    public string Restore(string backup)
    {
        if (!File.Exists(backup))
            throw new RestoreException($"There is no file {backup}.");

        try
        {
            PrivateFiles.CreateFolder(Path.GetDirectoryName(_database)!);
            using var alone = DatabaseLock.TryTakeAlone(_database)
                ?? throw new RestoreException($"The database {_database} is in use: stop WisdomWave, then restore again.");
            var copy = _database + ".restoring";
            var contents = CopyChecked(backup, copy);
            // It tells of an unfinished upgrade of the present database, which the next start would begin again.
            File.Delete(UpgradeLock.PathOf(_database));
            var previous = Replace(copy);
            return $"Restored {backup} ({contents}). {(previous is null ? "" : $"The previous database is now {previous}. ")}Start WisdomWave again.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RestoreException($"{backup} was not restored: {exception.Message}", exception);
        }
    }

    /// <returns>What the backup contains, in words.</returns>
    private static string CopyChecked(string backup, string copy)
    {
        File.Delete(copy);
        try
        {
            PrivateFiles.Create(copy);

            // SQLite's own copy includes a write-ahead log next to the file, as an operator's hand-made copy may have.
            using var target = SqliteFile.Open(copy, SqliteOpenMode.ReadWrite);
            using (var source = SqliteFile.Open(backup, SqliteOpenMode.ReadOnly))
                source.BackupDatabase(target);

            // Without this, the copy could have a write-ahead log of its own, which would stay behind when it is moved.
            Ask(target, "PRAGMA journal_mode=DELETE");
            if (Ask(target, "PRAGMA integrity_check(1)") is not "ok")
                throw new RestoreException($"{backup} is damaged. Nothing was changed; try an older backup.");
            if (Ask(target, """SELECT COUNT(*) FROM sqlite_master WHERE "name" IN ('__EFMigrationsHistory', 'Turns', 'Conversations')""") is not 3L)
                throw new RestoreException($"{backup} is not a database of WisdomWave. Nothing was changed.");
            if (SchemaUpgrade.NewerIn(List(target, """SELECT "MigrationId" FROM "__EFMigrationsHistory" """)) is { } newer)
                throw new RestoreException($"{backup} belongs to a newer version of WisdomWave (it has {newer}): restore it with that version. Nothing was changed.");

            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Ask(target, """SELECT COUNT(*) FROM "Conversations" """):#,0} conversations, {Ask(target, """SELECT COUNT(*) FROM "Turns" """):#,0} turns");
        }
        catch (Exception exception)
        {
            foreach (var ending in (string[])["", "-journal", .. SideFiles])
                File.Delete(copy + ending);
            if (exception is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT })
                throw new RestoreException($"{backup} is damaged. Nothing was changed; try an older backup.", exception);
            if (exception is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_NOTADB })
                throw new RestoreException($"{backup} is not a database of WisdomWave. Nothing was changed.", exception);
            if (exception is SqliteException)
                throw new RestoreException($"{backup} was not restored: {exception.Message}. Nothing was changed.", exception);
            throw;
        }
    }

    /// <returns>The new path of the present database; null if there is none.</returns>
    private string? Replace(string copy)
    {
        if (!File.Exists(_database))
        {
            foreach (var ending in SideFiles)
                File.Delete(_database + ending);
            File.Move(copy, _database);
            return null;
        }

        if (HasHeader(_database))
            TryMergeLog();

        var aside = Path.Combine(
            Path.GetDirectoryName(_database)!,
            $"dialog.before-restore-{time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture)}.db");
        foreach (var ending in SideFiles)
        {
            if (File.Exists(_database + ending))
                File.Move(_database + ending, aside + ending);
        }

        // In one step: at no time is there no database, which a start would take for a new installation.
        File.Replace(copy, _database, aside);
        return aside;
    }

    /// <summary>Without it, SQLite takes the file for an empty database and deletes the write-ahead log.</summary>
    private static bool HasHeader(string path)
    {
        Span<byte> header = stackalloc byte[16];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && header.SequenceEqual("SQLite format 3\0"u8);
    }

    /// <summary>Afterwards the present database is a single file, unless it is damaged; then its files are moved as they are.</summary>
    private void TryMergeLog()
    {
        try
        {
            using var connection = SqliteFile.Open(_database, SqliteOpenMode.ReadWrite);
            Ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
        }
    }

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static List<string> List(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var values = new List<string>();
        while (rows.Read())
            values.Add(rows.GetString(0));
        return values;
    }
}

/// <summary>A backup cannot be restored. The message is for the operator.</summary>
internal sealed class RestoreException(string message, Exception? innerException = null) : Exception(message, innerException);
