using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WisdomWave.ServiceDefaults.Stopping;

public static class StoppingRoutes
{
    /// <summary>Answers 503 from the moment on when the service is to stop: the sender keeps what it has, and comes again.</summary>
    public static RouteHandlerBuilder RefusedWhileStopping(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
        context.HttpContext.RequestServices.GetRequiredService<GracefulStop>().Wished.IsCancellationRequested
            ? Problem
            : await next(context));

    internal static IResult Problem { get; } = TypedResults.Problem(
        "The service is stopping.", statusCode: StatusCodes.Status503ServiceUnavailable, type: "urn:wisdomwave:stopping");
}
