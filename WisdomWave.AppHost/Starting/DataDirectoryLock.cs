namespace WisdomWave.AppHost.Starting;

/// <summary>
/// Keeps a second application out of a data directory: two dialogs would answer from one database. The operating system gives the
/// lock back when the process ends, however it ends.
/// </summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private const string FileName = "wisdomwave.lock";

    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Null, with a problem, when another application holds the directory. The directory exists and can be written.</summary>
    public static DataDirectoryLock? TryTake(string directory, List<string> problems)
    {
        try
        {
            return new DataDirectoryLock(new FileStream(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            problems.Add($"Another WisdomWave uses {directory}; stop it, or set WISDOMWAVE_DATA_DIR to another directory.");
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
