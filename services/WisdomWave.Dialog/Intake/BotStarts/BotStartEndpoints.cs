using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access.Claiming;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.ServiceDefaults.OpenApi;

namespace WisdomWave.Dialog.Intake.BotStarts;

/// <summary>Ingress reports here that a bot has started.</summary>
internal static class BotStartEndpoints
{
    private const int MaxLength = 64;

    public static void MapBotStarts(this IEndpointRouteBuilder routes) => routes.MapPost("/bots/{botId:long}/starts", Start)
        .Describe("ReportStart", "Takes the report that a bot has started and returns the notices to send.")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<IReadOnlyList<StartNotice>>, ProblemHttpResult>> Start(
        long botId, [FromBody] BotStart start, StartNotices notices, ClaimCodes claims, BotNames names, DialogMetrics metrics, CancellationToken cancellationToken)
    {
        if (start.Version.Length > MaxLength || start.Commit?.Length > MaxLength || start.Username?.Length > MaxLength)
            return TypedResults.Problem("Version, commit or username is too long.", statusCode: StatusCodes.Status400BadRequest);

        names.Learn(botId, start.Name);
        metrics.BotStarted(botId);
        await claims.OfferAsync(botId, start.Username ?? $"{botId}");
        return TypedResults.Ok(await notices.OfAsync(botId, start, cancellationToken));
    }
}
