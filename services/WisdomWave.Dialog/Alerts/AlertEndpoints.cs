using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Outbox;
using WisdomWave.ServiceDefaults.OpenApi;

namespace WisdomWave.Dialog.Alerts;

/// <summary>Ingress passes reports of alerts on.</summary>
internal static class AlertEndpoints
{
    /// <summary>More than all rules for all bots.</summary>
    private const int MostAlerts = 500;

    public static void MapAlerts(this IEndpointRouteBuilder routes) => routes.MapPost("/alerts", Tell)
        .Describe("TellOfAlerts", "Takes a report of alerts and returns the notices for admins that are to be delivered.")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    /// <returns>Also notices of an earlier report whose response was lost.</returns>
    private static async Task<Results<Ok<IReadOnlyList<TurnRef>>, ProblemHttpResult>> Tell(
        [FromBody] AlertReport report, AlertNotices notices, TurnReader turns, CancellationToken cancellationToken)
    {
        if (report.Alerts.Count > MostAlerts)
            return TypedResults.Problem($"A report has at most {MostAlerts} alerts.", statusCode: StatusCodes.Status400BadRequest);

        await notices.TellAsync(report, cancellationToken);
        return TypedResults.Ok(await turns.FindUndeliveredNoticesAsync([.. report.Bots.Select(bot => bot.Id)], cancellationToken));
    }
}
