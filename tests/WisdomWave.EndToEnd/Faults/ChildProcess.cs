using System.Diagnostics;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>A process on its own port that can be killed and started again. Its output goes to a file.</summary>
internal sealed class ChildProcess(string name, ProcessStartInfo start, Func<CancellationToken, Task<bool>> isReady, string logFile) : IAsyncDisposable
{
    private Process? _process;
    private Task _reading = Task.CompletedTask;

    public string Name => name;

    /// <summary>The output of all its runs.</summary>
    public string LogFile => logFile;

    public int Id => _process!.Id;

    /// <summary>Its memory now, in megabytes.</summary>
    public double ResidentMegabytes
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    public void Start()
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        var log = new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _reading = CopyAsync(_process, TextWriter.Synchronized(log));
    }

    public async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isReady(cancellationToken))
        {
            if (_process!.HasExited || Stopwatch.GetElapsedTime(started) > Eventually.Limit)
                throw new InvalidOperationException($"{name} did not start:\n{await ReadLogAsync()}");
            await Task.Delay(25, cancellationToken);
        }
    }

    /// <summary>kill -9: no cleanup, nothing flushed.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        _process = null;
    }

    public async Task<string> ReadLogAsync()
    {
        await using var file = new FileStream(logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
    }

    private static async Task CopyAsync(Process process, TextWriter log)
    {
        await Task.WhenAll(CopyAsync(process.StandardOutput, log), CopyAsync(process.StandardError, log));
        await log.DisposeAsync();
    }

    private static async Task CopyAsync(StreamReader from, TextWriter to)
    {
        while (await from.ReadLineAsync() is { } line)
            await to.WriteLineAsync(line);
    }
}
