namespace WisdomWave.Ingress.Files;

/// <summary>A file that is passed on while it comes. When it breaks off, so does the answer: nobody takes a part for the whole.</summary>
internal sealed partial class PassedFile(FileOpening.Opened file) : IResult
{
    // 20 MB over a slow line, or more from a server close by; a connection that stands still is given up.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var content = file.Content;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
        patience.CancelAfter(Patience);
        httpContext.Response.ContentType = file.MediaType;
        httpContext.Response.ContentLength = file.Length;
        try
        {
            await content.CopyToAsync(httpContext.Response.Body, patience.Token);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            if (!httpContext.RequestAborted.IsCancellationRequested)
                LogCut(httpContext.RequestServices.GetRequiredService<ILogger<PassedFile>>(), exception.GetType().Name);
            httpContext.Abort();
        }
    }

    [LoggerMessage(LogLevel.Warning, "A file from Telegram broke off: {Reason}.")]
    private static partial void LogCut(ILogger logger, string reason);
}
