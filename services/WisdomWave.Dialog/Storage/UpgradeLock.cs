using System.Text;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// A lock file next to the database, held during an upgrade. It contains the path of the copy from which the upgrade can start over.
/// The operating system releases the lock when the process ends; a path that is still in the file shows that the upgrade did not
/// finish.
/// </summary>
internal sealed class UpgradeLock : IDisposable
{
    private readonly FileStream _file;
    private bool _isComplete;

    private UpgradeLock(FileStream file, string? begunFrom) => (_file, BegunFrom) = (file, begunFrom);

    /// <summary>The copy that an unfinished upgrade made; empty when the database was new; null when no upgrade is unfinished.</summary>
    public string? BegunFrom { get; }

    public static string PathOf(DialogDatabase database) => PathOf(database.Path);

    public static string PathOf(string database) => $"{database}.upgrade";

    /// <returns>Null when another process holds the lock.</returns>
    public static UpgradeLock? TryTake(DialogDatabase database)
    {
        FileStream? file = null;
        try
        {
            file = PrivateFiles.Open(PathOf(database), FileMode.OpenOrCreate, FileShare.None);
            using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);

            // An incomplete line means that the process was killed before it started the upgrade.
            var line = reader.ReadToEnd();
            return new(file, line.EndsWith('\n') ? line.TrimEnd('\n') : null);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            file?.Dispose();
            return null;
        }
    }

    /// <summary>Records that an upgrade has started.</summary>
    /// <param name="copy">The path of the copy; empty when the database is new.</param>
    public void Begin(string copy)
    {
        _file.SetLength(0);
        _file.Write(Encoding.UTF8.GetBytes($"{copy}\n"));
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Records that the upgrade has finished.</summary>
    public void Complete()
    {
        _file.SetLength(0);
        _isComplete = true;
    }

    public void Dispose()
    {
        _file.Dispose();
        if (!_isComplete)
            return;

        try
        {
            File.Delete(_file.Name);
        }
        catch (IOException)
        {
            // On Windows the next process may already hold the file. It finds nothing to do, and deletes the file.
        }
    }
}
