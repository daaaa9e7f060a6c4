using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Data.Sqlite;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Presses;

/// <summary>Where presses on buttons come in.</summary>
internal static class PressesApi
{
    public static void MapPresses(this IEndpointRouteBuilder routes) => routes.MapPost("/presses", Press);

    private static async Task<Results<Ok<PressOutcome>, ProblemHttpResult>> Press(
        [FromBody] ButtonPress press, Presses presses, CancellationToken cancellationToken)
    {
        try
        {
            return TypedResults.Ok(await presses.HandleAsync(press, cancellationToken));
        }
        catch (SqliteException)
        {
            // The writer has logged it.
            return TypedResults.Problem(
                "The press could not be stored.", statusCode: StatusCodes.Status503ServiceUnavailable, type: "urn:wisdomwave:storage-unavailable");
        }
    }
}
