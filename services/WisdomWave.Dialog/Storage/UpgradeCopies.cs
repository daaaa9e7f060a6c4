using System.Globalization;
using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// Copies of the database from before each upgrade, kept next to it so that an operator can go back to an older version. Keeps the
/// newest two.
/// </summary>
internal sealed class UpgradeCopies(DialogDatabase database, TimeProvider time)
{
    private const int Kept = 2;

    // Followed by the time, so that names sort by age.
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
            Delete(path);
            throw;
        }
    }

    /// <summary>Restores the database from a copy.</summary>
    public void PutBack(string copy) => Copy(copy, database.Path);

    public void DeleteOld()
    {
        foreach (var copy in All().Skip(Kept))
            Delete(copy);
    }

    /// <summary>Deletes a database that has never held data.</summary>
    public void DeleteDatabase() => Delete(database.Path);

    private IEnumerable<string> All() => Directory.EnumerateFiles(Folder, $"{Prefix}*.db").OrderDescending(StringComparer.Ordinal);

    private static void Delete(string path)
    {
        foreach (var ending in SideFiles)
            File.Delete(path + ending);
        File.Delete(path);
    }

    // SQLite's backup includes the write-ahead log; a file copy would not.
    private static void Copy(string from, string to)
    {
        using var source = SqliteFile.Open(from, SqliteOpenMode.ReadWrite);
        using var target = SqliteFile.Open(to, SqliteOpenMode.ReadWrite);
        source.BackupDatabase(target);
    }
}
