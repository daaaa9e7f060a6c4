using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Dialog;
using WisdomWave.ServiceDefaults.OpenApi;
using WisdomWave.ServiceDefaults.Operating;

namespace WisdomWave.Ingress.Alerts;

/// <summary>
/// The webhook for Alertmanager and for the app host. Ingress serves it, because it knows which bots work, and delivers the notices that dialog
/// stores.
/// </summary>
internal static class AlertEndpoints
{
    /// <summary>Bytes. More than dialog's limit of alerts needs.</summary>
    private const long LongestBody = 2 * 1024 * 1024;

    public static void MapAlerts(this IEndpointRouteBuilder routes) => routes.MapOperator().MapPost("/alerts", Report)
        .WithMetadata(new RequestSizeLimitAttribute(LongestBody))
        .Describe("ReportAlerts", "Takes a report of alerts in Alertmanager's format and tells the bots' admins.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<OperatorAnswer>, ProblemHttpResult>> Report(
        [FromBody] AlertReport report, BotFleet bots, DialogClient dialog, Deliveries deliveries, TimeProvider time, CancellationToken cancellationToken)
    {
        switch (await dialog.ReportAlertsAsync(report with { Bots = [.. bots.Telling] }, cancellationToken))
        {
            case AlertResult.Taken taken:
                foreach (var notice in taken.Notices)
                {
                    // A bot that is introduced later resumes all its undelivered replies then.
                    if (bots.FindIntroduced(notice.BotId) is { } bot)
                        await deliveries.StartAsync(new TurnArrival(bot, notice) { ReceivedAt = time.GetTimestamp() });
                }

                return TypedResults.Ok(new OperatorAnswer($"{taken.Notices.Length} messages to admins are on their way."));
            case AlertResult.Refused refused:
                return TypedResults.Problem("Dialog does not accept this report.", statusCode: refused.Status);
            default:
                return TypedResults.Problem("Dialog is unreachable.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
