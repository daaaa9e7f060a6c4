using System.Text;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// A file next to the database that says who may upgrade it, and from which copy an upgrade can be begun again. The operating system
/// holds the lock for the process, so it is gone when the process is, and what is then left in the file tells of an upgrade that did
/// not come to its end.
/// </summary>
internal sealed class UpgradeLock : IDisposable
{
    private readonly FileStream _file;
    private bool _isComplete;

    private UpgradeLock(FileStream file, string? begunFrom) => (_file, BegunFrom) = (file, begunFrom);

    /// <summary>The copy that an unfinished upgrade began with; empty when it began with nothing; null when there is no such upgrade.</summary>
    public string? BegunFrom { get; }

    public static string PathOf(DialogDatabase database) => $"{database.Path}.upgrade";

    /// <returns>Null when another process has it.</returns>
    public static UpgradeLock? TryTake(DialogDatabase database)
    {
        FileStream? file = null;
        try
        {
            file = PrivateFiles.Open(PathOf(database), FileMode.OpenOrCreate, FileShare.None);
            using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);

            // A line that is not whole was written by a process that died before it began.
            var line = reader.ReadToEnd();
            return new(file, line.EndsWith('\n') ? line.TrimEnd('\n') : null);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            file?.Dispose();
            return null;
        }
    }

    /// <summary>From now on the upgrade can be begun again.</summary>
    /// <param name="copy">Of the database as it is now; empty when it is new.</param>
    public void Begin(string copy)
    {
        _file.SetLength(0);
        _file.Write(Encoding.UTF8.GetBytes($"{copy}\n"));
        _file.Flush(flushToDisk: true);
    }

    /// <summary>The upgrade is whole.</summary>
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
            // Windows, where the next process has it already: it finds nothing to do, and deletes it.
        }
    }
}
