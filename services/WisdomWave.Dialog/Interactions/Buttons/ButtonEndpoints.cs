using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WisdomWave.Contracts.Dialog;
using WisdomWave.ServiceDefaults.Stopping;

namespace WisdomWave.Dialog.Interactions.Buttons;

/// <summary>Where presses on buttons come in.</summary>
internal static class ButtonEndpoints
{
    public static void MapButtons(this IEndpointRouteBuilder routes) => routes.MapPost("/presses", Press).RefusedWhileStopping();

    private static async Task<Ok<PressOutcome>> Press([FromBody] ButtonPress press, Presses presses, CancellationToken cancellationToken) =>
        TypedResults.Ok(await presses.HandleAsync(press, cancellationToken));
}
