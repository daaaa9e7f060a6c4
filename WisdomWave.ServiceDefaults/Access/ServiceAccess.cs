using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.ServiceDefaults.Problems;

namespace WisdomWave.ServiceDefaults.Access;

/// <summary>Restricts endpoints to WisdomWave's own services and the app host, unless an endpoint is open to others.</summary>
public static class ServiceAccess
{
    /// <summary>
    /// Rejects callers without the service key, if one is set (401), and always rejects web pages (403): browsers send <c>Origin</c> with
    /// every POST of a page and <c>Sec-Fetch-Site</c> with every request, and none of our pages calls these endpoints.
    /// </summary>
    public static void UseServiceAccess(this WebApplication app)
    {
        var key = ServiceKey.Read(app.Configuration);
        app.Use((context, next) =>
        {
            if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<OpenToOthers>() is not null)
                return next(context);
            if (IsFromBrowser(context.Request.Headers))
                return WebPageRejected.ExecuteAsync(context);
            return key is null || key.Matches(context.Request.Headers.Authorization) ? next(context) : KeyRequired.ExecuteAsync(context);
        });
    }

    /// <summary>Opens an endpoint to callers outside the application. Its answers must not be sensitive.</summary>
    public static TBuilder IsOpenToOthers<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new OpenToOthers());

    private static ProblemHttpResult WebPageRejected { get; } = TypedResults.Problem(
        "This endpoint does not answer web pages; use the operator commands in the dashboard.",
        statusCode: StatusCodes.Status403Forbidden,
        type: ProblemType.Prefix + "services-only");

    private static ProblemHttpResult KeyRequired { get; } = TypedResults.Problem(
        $"This endpoint requires the service key ({ServiceKey.Setting}), which the services of one WisdomWave application share.",
        statusCode: StatusCodes.Status401Unauthorized,
        type: ProblemType.Prefix + "services-only");

    // "null" is the origin of a sandboxed page or a local file, so its value does not matter.
    private static bool IsFromBrowser(IHeaderDictionary headers) =>
        headers.ContainsKey("Origin") || headers.ContainsKey("Sec-Fetch-Site");

    private sealed class OpenToOthers;
}
