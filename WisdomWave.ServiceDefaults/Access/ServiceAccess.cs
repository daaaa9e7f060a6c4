using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WisdomWave.ServiceDefaults.Access;

/// <summary>Who may call an endpoint: the application's own services and the app host, unless the endpoint is open to others.</summary>
public static class ServiceAccess
{
    /// <summary>
    /// Refuses callers without the service key, where one is set (401), and web pages in any case (403): browsers send <c>Origin</c>
    /// with every POST of a page and <c>Sec-Fetch-Site</c> with every request, and no page of ours calls these endpoints.
    /// </summary>
    public static void UseServiceAccess(this WebApplication app)
    {
        var key = ServiceKey.Read(app.Configuration);
        app.Use((context, next) =>
        {
            if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<OpenToOthers>() is not null)
                return next(context);
            if (IsFromBrowser(context.Request.Headers))
                return Pages.ExecuteAsync(context);
            return key is null || key.IsShownIn(context.Request.Headers.Authorization) ? next(context) : Strangers.ExecuteAsync(context);
        });
    }

    /// <summary>The endpoint is for callers outside of the application, or says nothing that they may not know.</summary>
    public static TBuilder IsOpenToOthers<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new OpenToOthers());

    private static ProblemHttpResult Pages { get; } = TypedResults.Problem(
        "This endpoint does not answer web pages; operator commands are in the dashboard.",
        statusCode: StatusCodes.Status403Forbidden,
        type: "urn:wisdomwave:problem:services-only");

    private static ProblemHttpResult Strangers { get; } = TypedResults.Problem(
        $"This endpoint answers the services of one start of WisdomWave, which know each other by {ServiceKey.Setting}.",
        statusCode: StatusCodes.Status401Unauthorized,
        type: "urn:wisdomwave:problem:services-only");

    // "null" is the origin of a sandboxed page or a local file: present, and as foreign as any other.
    private static bool IsFromBrowser(IHeaderDictionary headers) =>
        headers.ContainsKey("Origin") || headers.ContainsKey("Sec-Fetch-Site");

    private sealed class OpenToOthers;
}
