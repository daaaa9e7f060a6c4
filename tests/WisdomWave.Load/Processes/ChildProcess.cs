using System.Diagnostics;

namespace WisdomWave.Load.Processes;

/// <summary>A started process. Its output goes to a file, and its lines are counted.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly string _logFile;
    private readonly Task _reading;
    private long _lines;

    /// <param name="name">As it stands in the report.</param>
    /// <param name="start">The program.</param>
    /// <param name="logFile">The file for its output.</param>
    public ChildProcess(string name, ProcessStartInfo start, string logFile)
    {
        Name = name;
        _logFile = logFile;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _log = new StreamWriter(logFile);
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(CopyAsync(_process.StandardOutput), CopyAsync(_process.StandardError));
    }

    public string Name { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Number of output lines.</summary>
    public long Lines => Interlocked.Read(ref _lines);

    public ProcessSample Sample() => ProcessSample.Of(_process);

    /// <summary>The last lines of its output.</summary>
    public async Task<string> LastLinesAsync(int count)
    {
        lock (_log)
            _log.Flush();
        await using var file = new FileStream(_logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return string.Join('\n', (await reader.ReadToEndAsync()).Split('\n').TakeLast(count));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        await _log.DisposeAsync();
        _process.Dispose();
    }

    private async Task CopyAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            Interlocked.Increment(ref _lines);
            lock (_log)
                _log.WriteLine(line);
        }
    }
}
