using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Ingress.Bots;
using WisdomWave.ServiceDefaults.OpenApi;

namespace WisdomWave.Ingress.Files;

/// <summary>Serves files that users sent to a bot, so that no other service needs the bots' tokens.</summary>
internal static class FileEndpoints
{
    public static void MapFiles(this IEndpointRouteBuilder routes) => routes.MapGet("/bots/{botId:long}/files/{fileId}", Download)
        .Describe("DownloadFile", "Streams the content of a file from Telegram.")
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<ForwardedFile, NotFound, ProblemHttpResult>> Download(
        long botId, string fileId, BotFleet bots, TelegramFiles files, HttpContext context, CancellationToken cancellationToken)
    {
        if (bots.Find(botId) is not { } api)
            return TypedResults.NotFound();
        switch (await files.OpenAsync(api, fileId, cancellationToken))
        {
            case TelegramFileResult.Opened opened:
                return new ForwardedFile(opened);
            case TelegramFileResult.TooBig:
                return TypedResults.Problem(title: "The file is too large. From Telegram's own servers, bots can download at most 20 MB.", statusCode: StatusCodes.Status413PayloadTooLarge);
            case TelegramFileResult.Away away:
                context.Response.Headers.RetryAfter = Math.Ceiling(away.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return TypedResults.Problem(title: "The file is temporarily unavailable from Telegram.", statusCode: StatusCodes.Status503ServiceUnavailable);
            default:
                return TypedResults.NotFound();
        }
    }
}

/// <summary>Streams a file to the caller. If the source breaks off, the response is aborted, so that nobody takes a part for the whole.</summary>
internal sealed partial class ForwardedFile(TelegramFileResult.Opened file) : IResult
{
    // Enough for 20 MB over a slow line, or more from a nearby server.
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
                LogCut(httpContext.RequestServices.GetRequiredService<ILogger<ForwardedFile>>(), exception.GetType().Name);
            httpContext.Abort();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The download of a file from Telegram was interrupted: {Reason}.")]
    private static partial void LogCut(ILogger logger, string reason);
}
