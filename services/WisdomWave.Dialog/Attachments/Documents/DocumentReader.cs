using System.ComponentModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Attachments.Documents.Processes;

namespace WisdomWave.Dialog.Attachments.Documents;

/// <summary>
/// Extracts the text of a document. Documents are untrusted and their parsers are large, so no parser runs in this process: each
/// document is read by its own process, which is killed when it exceeds its time or memory limit.
/// </summary>
internal sealed partial class DocumentReader(
    FilesClient files,
    DocumentSlots slots,
    DocumentProcessPool processes,
    IOptions<AttachmentOptions> options,
    TimeProvider time,
    ILogger<DocumentReader> logger)
{
    private volatile bool _cannotStart;

    /// <summary>Whether the last attempt to start a process failed.</summary>
    public bool CannotStart => _cannotStart;

    /// <exception cref="FileException">The file cannot be fetched.</exception>
    /// <exception cref="DocumentException">No text can be extracted.</exception>
    public async Task<DocumentText> ReadAsync(long botId, long userId, string fileId, CancellationToken cancellationToken)
    {
        // The process starts while the file is being fetched.
        Start(() => { processes.Prepare(); return true; });
        await using var file = await files.UseAsync(botId, fileId, options.Value.FetchLimit, SaveAsync, cancellationToken);
        using var slot = await slots.AcquireAsync(userId, cancellationToken) ?? throw new DocumentException(DocumentProblem.Busy);

        var process = Start(processes.Take);
        try
        {
            return await ReadAsync(process, file, cancellationToken);
        }
        finally
        {
            processes.End(process);
        }
    }

    private async Task<DocumentText> ReadAsync(DocumentProcess process, FileStream file, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.Value.ReadLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            // A fallback only; the timer above is the limit. Twice the time, because garbage collection runs in parallel to the parser.
            var cpuSeconds = (int)Math.Ceiling(2 * options.Value.ReadLimit.TotalSeconds) + 5;
            var request = new DocumentRequest((int)file.Length, options.Value.MaxCharacters, options.Value.MaxPages, cpuSeconds);
            if (await process.ReadAsync(request, file, options.Value.ReadMemory, time, either.Token) is not { } report)
            {
                LogProcessCrashed(process.ExitCode);
                throw new DocumentException(DocumentProblem.Corrupt);
            }

            if (report.Error is { } error)
                LogUnreadable(error);
            return report.Problem is { } problem
                ? throw new DocumentException(problem)
                : new DocumentText(report.Text, report.IsWhole, report.GuessedEncoding);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DocumentException(DocumentProblem.TookTooLong);
        }
    }

    private T Start<T>(Func<T> start)
    {
        try
        {
            var started = start();
            _cannotStart = false;
            return started;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            if (!_cannotStart)
                LogCannotStart(exception);
            _cannotStart = true;
            throw new DocumentException(DocumentProblem.Busy, exception);
        }
    }

    // On disk rather than in memory: up to 20 MB each, and many may wait while a few are being read.
    private async Task<FileStream> SaveAsync(Stream stream, CancellationToken cancellationToken)
    {
        var fileOptions = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            fileOptions.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), fileOptions);
        try
        {
            await stream.CopyToAsync(file, cancellationToken);
            if (file.Length > Math.Min(options.Value.ReadMemory / 2, Array.MaxLength))
                throw new FileException(FileFailure.TooLarge);

            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    [LoggerMessage(LogLevel.Information, "Could not read a document: {Error}")]
    private partial void LogUnreadable(string error);

    [LoggerMessage(LogLevel.Warning, "A document crashed the process that was reading it (exit code {ExitCode})")]
    private partial void LogProcessCrashed(int? exitCode);

    [LoggerMessage(LogLevel.Error, "Cannot start the process that reads documents. People are told to try again later")]
    private partial void LogCannotStart(Exception exception);
}

/// <summary>
/// The text of a document. <c>IsWhole</c> is false when the text was cut; <c>GuessedEncoding</c> is set when the encoding is a guess
/// that may be wrong.
/// </summary>
internal readonly record struct DocumentText(string Text, bool IsWhole, string? GuessedEncoding = null);

/// <summary>Reports whether documents can be read. Degraded at worst, because everything else still works.</summary>
internal sealed class DocumentHealth(DocumentSlots places, DocumentReader reader) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        reader.CannotStart ? HealthCheckResult.Degraded("The process that reads documents cannot be started.")
        : places.IsExhausted ? HealthCheckResult.Degraded("All processes that read documents are busy, and a document is waiting.")
        : HealthCheckResult.Healthy());
}
