using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WisdomWave.ServiceDefaults.Operating;

/// <summary>
/// Endpoints that an operator calls, from a command of the dashboard or with curl. They change or erase something, so no web page
/// may reach them: browsers send <c>Origin</c> with every POST of a page and <c>Sec-Fetch-Site</c> with every request, and no
/// page of ours calls them.
/// </summary>
public static class OperatorRoutes
{
    private const string Prefix = "/operator";

    /// <summary>The group for a feature's operator endpoints. Map only POST here.</summary>
    public static RouteGroupBuilder MapOperator(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Prefix);
        group.AddEndpointFilter((context, next) =>
            IsFromBrowser(context.HttpContext.Request.Headers) ? ValueTask.FromResult<object?>(Refusal) : next(context));
        return group;
    }

    private static IResult Refusal { get; } = TypedResults.Problem(
        "Operator endpoints do not answer web pages; use the commands in the dashboard.",
        statusCode: StatusCodes.Status403Forbidden,
        type: "urn:wisdomwave:problem:operator-only");

    // "null" is the origin of a sandboxed page or a local file: present, and as foreign as any other.
    private static bool IsFromBrowser(IHeaderDictionary headers) =>
        headers.ContainsKey("Origin") || headers.ContainsKey("Sec-Fetch-Site");
}
