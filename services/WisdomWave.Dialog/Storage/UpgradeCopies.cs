using System.Globalization;
using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// Copies of the database as it was before each upgrade, next to it, for the way back to an older version. The newest two are kept.
/// </summary>
internal sealed class UpgradeCopies(DialogDatabase database, TimeProvider time)
{
    private const int Kept = 2;

    // In the order of their names they are in the order of time.
    private const string Prefix = "dialog.before-upgrade-";

    private static readonly string[] SideFiles = ["-wal", "-shm", "-journal"];

    private string Folder => Path.GetDirectoryName(database.Path)!;

    /// <summary>Null when there is none.</summary>
    public string? Newest => All().FirstOrDefault();

    /// <returns>The copy's path.</returns>
    public string Make()
    {
        var path = Path.Combine(Folder, $"{Prefix}{time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture)}.db");
        PrivateFiles.Create(path);
        try
        {
            Copy(database.Path, path);
            return path;
        }
        catch
        {
            // Half a copy is none.
            Delete(path);
            throw;
        }
    }

    /// <summary>Makes the database what it was.</summary>
    public void PutBack(string copy) => Copy(copy, database.Path);

    public void DeleteOld()
    {
        foreach (var copy in All().Skip(Kept))
            Delete(copy);
    }

    /// <summary>A database that nothing was ever stored in.</summary>
    public void DeleteDatabase() => Delete(database.Path);

    private IEnumerable<string> All() => Directory.EnumerateFiles(Folder, $"{Prefix}*.db").OrderDescending(StringComparer.Ordinal);

    private static void Delete(string path)
    {
        foreach (var ending in SideFiles)
            File.Delete(path + ending);
        File.Delete(path);
    }

    // With SQLite's own backup, which sees what is still in the write-ahead log.
    private static void Copy(string from, string to)
    {
        using var source = Open(from);
        using var target = Open(to);
        source.BackupDatabase(target);
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
