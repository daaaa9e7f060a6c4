namespace WisdomWave.AppHost.Startup;

/// <summary>
/// Prevents two applications from using one data directory, because two dialog services would write to one database. The operating
/// system releases the lock when the process ends, even after a crash.
/// </summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private const string FileName = "wisdomwave.lock";

    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Returns null and adds a problem if another application holds the lock. The directory must exist and be writable.</summary>
    public static DataDirectoryLock? TryTake(string directory, List<string> problems)
    {
        try
        {
            return new DataDirectoryLock(new FileStream(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            problems.Add($"Another WisdomWave application uses {directory}; stop it, or set WISDOMWAVE_DATA_DIR to another directory.");
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
