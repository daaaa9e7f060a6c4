namespace WisdomWave.Dialog.Storage;

/// <summary>
/// A lock file next to the database. Running services share it, and a restore needs it alone. The operating system releases it when the
/// process ends, even after a crash.
/// </summary>
internal sealed class DatabaseLock : IDisposable
{
    private readonly FileStream _file;

    private DatabaseLock(FileStream file) => _file = file;

    /// <returns>Null while a backup is being restored.</returns>
    public static DatabaseLock? TryShare(string database) => TryOpen(database, FileShare.Read);

    /// <returns>Null while a service uses the database.</returns>
    public static DatabaseLock? TryTakeAlone(string database) => TryOpen(database, FileShare.None);

    public void Dispose() => _file.Dispose();

    private static DatabaseLock? TryOpen(string database, FileShare share)
    {
        var path = $"{database}.lock";
        if (!File.Exists(path))
            PrivateFiles.Create(path);
        try
        {
            return new(new FileStream(path, FileMode.Open, FileAccess.Read, share));
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
    }
}
