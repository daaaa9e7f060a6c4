using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace WisdomWave.Dialog.Attachments.Documents.Processes;

/// <summary>A running process that reads one document.</summary>
/// <remarks>
/// Its memory is bounded twice. The garbage collector's own limit makes a parser that wants too much fail within the process, which
/// can then still say so; and its resident size is watched from here, for what the collector does not count. An address space limit
/// (RLIMIT_AS) is of no use, as the runtime reserves hundreds of gigabytes of which it uses little; a cgroup of its own would need
/// rights that a service mostly has not.
/// </remarks>
internal sealed class DocumentProcess : IDisposable
{
    private const int LongestWithoutText = 4096;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;

    private DocumentProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool IsAlive => !_process.HasExited;

    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static DocumentProcess Start(long memoryLimit)
    {
        var process = Process.Start(DocumentProcessStart.Of(memoryLimit))!;
        try
        {
            // Conversations go on beside it.
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended already, or may not be told: then it runs like others.
        }

        return new(process);
    }

    /// <summary>To be called once. The process has ended when this returns.</summary>
    /// <param name="request">What is to be read.</param>
    /// <param name="file">Its bytes, from the beginning.</param>
    /// <param name="memoryLimit">Of the whole process.</param>
    /// <param name="time">For the watch on its memory.</param>
    /// <param name="stop">Kills it.</param>
    /// <returns>Null when it ended without an answer.</returns>
    /// <exception cref="DocumentException"><see cref="DocumentProblem.TookTooMuch"/></exception>
    /// <exception cref="OperationCanceledException">On <paramref name="stop"/>.</exception>
    public async Task<DocumentReport?> ReadAsync(DocumentRequest request, Stream file, long memoryLimit, TimeProvider time, CancellationToken stop)
    {
        // Reads and writes of pipes cannot be cancelled: they end when the process does.
        await using var killing = stop.Register(Kill);
        using var ended = new CancellationTokenSource();
        var watching = WatchAsync(memoryLimit, time, ended.Token);
        var draining = DrainAsync(_process.StandardError.BaseStream);
        var sending = SendAsync(request, file);
        var report = await ReceiveAsync((long)request.MaxCharacters * DocumentJson.BytesPerCharacter);
        Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await ended.CancelAsync();
        await Task.WhenAll(sending, draining);
        var tookTooMuch = await watching;
        stop.ThrowIfCancellationRequested();
        return report is null && tookTooMuch ? throw new DocumentException(DocumentProblem.TookTooMuch) : report;
    }

    /// <summary>How it ended, for the log.</summary>
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
            // It has ended already.
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
            // It has ended, and so will the answer.
        }
    }

    private async Task<DocumentReport?> ReceiveAsync(long longestText)
    {
        var answer = new ArrayBufferWriter<byte>();
        var output = _process.StandardOutput.BaseStream;
        while (answer.WrittenCount <= longestText + LongestWithoutText)
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
            // Killed in the middle of its answer.
            return null;
        }
    }

    private static async Task DrainAsync(Stream errors)
    {
        try
        {
            await errors.CopyToAsync(Stream.Null);
        }
        catch (IOException)
        {
            // It has ended.
        }
    }

    /// <returns>Whether the process was killed for its memory.</returns>
    private async Task<bool> WatchAsync(long memoryLimit, TimeProvider time, CancellationToken ended)
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
            // It has ended.
        }

        return false;
    }
}
