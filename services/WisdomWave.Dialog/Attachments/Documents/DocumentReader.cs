using Microsoft.Extensions.Options;

namespace WisdomWave.Dialog.Attachments.Documents;

/// <summary>
/// Gets the text out of a document. Documents come from strangers and their parsers are large, so that they are read on a
/// thread of their own, few at a time, and whoever waits is told in time, even should a parser never return.
/// </summary>
internal sealed partial class DocumentReader(
    FilesClient files, IOptions<AttachmentOptions> options, TimeProvider time, ILogger<DocumentReader> logger) : IDisposable
{
    /// <summary>A parser that never returns keeps its place: it must not be given another.</summary>
    private readonly SemaphoreSlim _places = new(options.Value.ReadersAtOnce);

    /// <exception cref="FileException">It cannot be had.</exception>
    /// <exception cref="DocumentException">It has no text for the model.</exception>
    public async Task<DocumentText> ReadAsync(long botId, string fileId, CancellationToken cancellationToken)
    {
        var file = await files.UseAsync(botId, fileId, options.Value.FetchLimit, SaveAsync, cancellationToken);
        await WaitForPlaceAsync(file, cancellationToken);

        // Disposed by the thread, which may outlive this call.
        var late = new CancellationTokenSource(options.Value.ReadLimit, time);
        var bounds = new DocumentBounds(options.Value.MaxCharacters, options.Value.MaxPages, late.Token);
        var reading = Task.Factory.StartNew(
            () => ReadAndLeave(file, bounds, late), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            // A parser looks at its token between pages: it gets a little longer to come to one.
            return await reading.WaitAsync(options.Value.ReadLimit + TimeSpan.FromSeconds(1), time, cancellationToken);
        }
        catch (TimeoutException)
        {
            LogStuck();
            throw new DocumentException(DocumentProblem.TookTooLong);
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task WaitForPlaceAsync(FileStream file, CancellationToken cancellationToken)
    {
        var hasPlace = false;
        try
        {
            hasPlace = await _places.WaitAsync(options.Value.ReadLimit, cancellationToken);
        }
        finally
        {
            if (!hasPlace)
                await file.DisposeAsync();
        }

        if (!hasPlace)
            throw new DocumentException(DocumentProblem.TookTooLong);
    }

    private DocumentText ReadAndLeave(FileStream file, DocumentBounds bounds, CancellationTokenSource late)
    {
        try
        {
            using (file)
            using (late)
                return DocumentKinds.Read(file, bounds);
        }
        catch (OperationCanceledException)
        {
            throw new DocumentException(DocumentProblem.TookTooLong);
        }
        catch (Exception exception) when (exception is not DocumentException and not OutOfMemoryException)
        {
            // Parsers of strangers' files throw whatever their code runs into.
            LogUnreadable(exception.GetType().Name);
            throw new DocumentException(DocumentProblem.Corrupt, exception);
        }
        finally
        {
            _places.Release();
        }
    }

    // Parsers jump to and fro. Not in memory: 20 MB each, from anybody at any time.
    private static async Task<FileStream> SaveAsync(Stream stream, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        try
        {
            await stream.CopyToAsync(file, cancellationToken);
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

    [LoggerMessage(LogLevel.Error, "A document's parser does not return; its thread is given up")]
    private partial void LogStuck();
}
