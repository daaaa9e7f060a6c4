using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace WisdomWave.Dialog.Attachments.Documents.Processes;

/// <summary>A running process that reads one document.</summary>
/// <remarks>
/// Two limits bound its memory. The garbage collector's hard limit makes a parser fail inside the process, which can then report it.
/// This class also watches the resident size, for memory that the collector does not count. RLIMIT_AS does not work, because the
/// runtime reserves hundreds of gigabytes of address space; a cgroup needs rights that a service usually does not have.
/// </remarks>
internal sealed class DocumentProcess : IDisposable
{
    private const int MaxBytesWithoutText = 4096;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;

    private DocumentProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool IsAlive => !_process.HasExited;

    /// <exception cref="Win32Exception">The process cannot be started.</exception>
    public static DocumentProcess Start(long memoryLimit)
    {
        var process = Process.Start(DocumentProcessStart.Of(memoryLimit))!;
        try
        {
            // Conversations run at the same time and take precedence.
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // The process has exited, or its priority may not be changed. Neither matters.
        }

        return new(process);
    }

    /// <summary>Call this once. The process has exited when the method returns; <paramref name="stop"/> kills it.</summary>
    /// <returns>Null when the process exited without a report.</returns>
    /// <exception cref="DocumentException">The process exceeded its memory limit (<see cref="DocumentProblem.TookTooMuch"/>).</exception>
    public async Task<DocumentReport?> ReadAsync(DocumentRequest request, Stream file, long memoryLimit, TimeProvider time, CancellationToken stop)
    {
        // Pipe reads and writes cannot be cancelled; they end when the process exits.
        await using var killOnStop = stop.Register(Kill);
        using var ended = new CancellationTokenSource();
        var memoryWatch = WatchMemoryAsync(memoryLimit, time, ended.Token);
        var draining = DiscardAsync(_process.StandardError.BaseStream);
        var sending = SendAsync(request, file);
        var report = await ReceiveAsync((long)request.MaxCharacters * DocumentJson.BytesPerCharacter);
        Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await ended.CancelAsync();
        await Task.WhenAll(sending, draining);
        var tookTooMuch = await memoryWatch;
        stop.ThrowIfCancellationRequested();
        return report is null && tookTooMuch ? throw new DocumentException(DocumentProblem.TookTooMuch) : report;
    }

    /// <summary>For the log; null while the process runs.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // The process has exited already.
        }
    }

    private async Task SendAsync(DocumentRequest request, Stream file)
    {
        try
        {
            var input = _process.StandardInput.BaseStream;
            await input.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(request, DocumentJson.Relaxed.DocumentRequest));
            await input.WriteAsync("\n"u8.ToArray());
            await file.CopyToAsync(input);
            await input.FlushAsync();
        }
        catch (IOException)
        {
            // The process has exited. Receiving the report ends too.
        }
    }

    private async Task<DocumentReport?> ReceiveAsync(long longestText)
    {
        var answer = new ArrayBufferWriter<byte>();
        var output = _process.StandardOutput.BaseStream;
        while (answer.WrittenCount <= longestText + MaxBytesWithoutText)
        {
            var read = await output.ReadAsync(answer.GetMemory(16 * 1024));
            if (read == 0)
                return Report(answer.WrittenSpan);
            answer.Advance(read);
        }

        return null;
    }

    private static DocumentReport? Report(ReadOnlySpan<byte> answer)
    {
        try
        {
            return answer.IsEmpty ? null : JsonSerializer.Deserialize(answer, DocumentJson.Relaxed.DocumentReport);
        }
        catch (JsonException)
        {
            // The process was killed in the middle of its report.
            return null;
        }
    }

    private static async Task DiscardAsync(Stream errors)
    {
        try
        {
            await errors.CopyToAsync(Stream.Null);
        }
        catch (IOException)
        {
            // The process has exited.
        }
    }

    /// <returns>Whether the process was killed because of its memory.</returns>
    private async Task<bool> WatchMemoryAsync(long memoryLimit, TimeProvider time, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(WatchInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                _process.Refresh();
                if (!_process.HasExited && _process.WorkingSet64 > memoryLimit)
                {
                    Kill();
                    return true;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or Win32Exception)
        {
            // The process has exited.
        }

        return false;
    }
}
