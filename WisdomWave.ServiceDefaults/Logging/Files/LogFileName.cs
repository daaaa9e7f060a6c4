using Microsoft.Extensions.Options;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Logging.Files;

/// <summary>
/// Gives each process of a service (a replica) log files of its own: <c>dialog</c>, <c>dialog-2</c>, … Two processes that write to one file
/// would overwrite each other's lines. A lock file keeps a name for the life of the process, however it ends.
/// </summary>
internal sealed class LogFileName(IOptions<LogFileOptions> options) : IDisposable
{
    private const int MostProcesses = 100;

    private FileStream? _lock;

    /// <exception cref="StartupException">The directory cannot be written.</exception>
    public string Of(string service)
    {
        var directory = options.Value.Directory!;
        try
        {
            CreateForOwner(directory);
            for (var number = 1; ; number++)
            {
                var name = number == 1 ? service : $"{service}-{number}";
                var path = Path.Combine(directory, name + ".lock");
                try
                {
                    _lock = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
                    return name;
                }
                catch (IOException) when (File.Exists(path) && number < MostProcesses)
                {
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The log files cannot be written ({exception.Message}); set Logging:Files:Directory to a writable directory.", exception);
        }
    }

    public void Dispose() => _lock?.Dispose();

    private static void CreateForOwner(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
