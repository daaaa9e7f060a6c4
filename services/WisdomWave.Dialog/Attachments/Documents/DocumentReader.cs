using System.ComponentModel;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Attachments.Documents.Processes;

namespace WisdomWave.Dialog.Attachments.Documents;

/// <summary>
/// Gets the text out of a document. Documents come from strangers and their parsers are large, so no parser runs in this process:
/// each document is read by a process of its own, which is killed when it takes too long or too much.
/// </summary>
internal sealed partial class DocumentReader(
    FilesClient files,
    DocumentPlaces places,
    DocumentProcesses processes,
    IOptions<AttachmentOptions> options,
    TimeProvider time,
    ILogger<DocumentReader> logger)
{
    private volatile bool _cannotStart;

    /// <summary>Whether the last process that was to be started could not be.</summary>
    public bool CannotStart => _cannotStart;

    /// <param name="botId">Whom it was sent to.</param>
    /// <param name="personId">Who sent it.</param>
    /// <param name="fileId">Telegram's name of it.</param>
    /// <param name="cancellationToken">Ends the reading process too.</param>
    /// <exception cref="FileException">It cannot be had.</exception>
    /// <exception cref="DocumentException">It has no text for the model.</exception>
    public async Task<DocumentText> ReadAsync(long botId, long personId, string fileId, CancellationToken cancellationToken)
    {
        // It starts while the file is on its way.
        Start(() => { processes.Prepare(); return true; });
        await using var file = await files.UseAsync(botId, fileId, options.Value.FetchLimit, SaveAsync, cancellationToken);
        using var place = await places.EnterAsync(personId, cancellationToken) ?? throw new DocumentException(DocumentProblem.Busy);

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
            // Twice, as the collector works beside the parser: it is the watch from here that counts.
            var cpuSeconds = (int)Math.Ceiling(2 * options.Value.ReadLimit.TotalSeconds) + 5;
            var request = new DocumentRequest((int)file.Length, options.Value.MaxCharacters, options.Value.MaxPages, cpuSeconds);
            if (await process.ReadAsync(request, file, options.Value.ReadMemory, time, either.Token) is not { } report)
            {
                LogDied(process.ExitCode);
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

    // Not in memory: 20 MB each, from anybody at any time, and only a few of them are read at once.
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

    [LoggerMessage(LogLevel.Information, "A document could not be read: {Error}")]
    private partial void LogUnreadable(string error);

    [LoggerMessage(LogLevel.Warning, "A document ended the process that read it (exit code {ExitCode})")]
    private partial void LogDied(int? exitCode);

    [LoggerMessage(LogLevel.Error, "No process that reads documents can be started: people are told that their documents cannot be read now")]
    private partial void LogCannotStart(Exception exception);
}
