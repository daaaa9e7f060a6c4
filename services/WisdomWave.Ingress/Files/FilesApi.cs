using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Files;

/// <summary>What people have sent, for whoever is to read, hear or see it; the bots' tokens stay here.</summary>
internal static class FilesApi
{
    public static void MapFiles(this IEndpointRouteBuilder routes) => routes.MapGet("/bots/{botId:long}/files/{fileId}", Download);

    private static async Task<Results<PassedFile, NotFound, ProblemHttpResult>> Download(
        long botId, string fileId, BotFleet bots, TelegramFiles files, HttpContext context, CancellationToken cancellationToken)
    {
        if (bots.Find(botId) is not { } api)
            return TypedResults.NotFound();
        switch (await files.OpenAsync(api, fileId, cancellationToken))
        {
            case FileOpening.Opened opened:
                return new PassedFile(opened);
            case FileOpening.TooBig:
                return TypedResults.Problem(title: "The file is too big: from Telegram's own servers, bots can fetch 20 MB.", statusCode: StatusCodes.Status413PayloadTooLarge);
            case FileOpening.Away away:
                context.Response.Headers.RetryAfter = Math.Ceiling(away.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return TypedResults.Problem(title: "Telegram does not give the file now.", statusCode: StatusCodes.Status503ServiceUnavailable);
            default:
                return TypedResults.NotFound();
        }
    }
}
