using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace WisdomWave.ServiceDefaults.Operating;

/// <summary>
/// Endpoints that an operator calls from a dashboard command or with curl. They change or delete data, so they are never open to others
/// (<see cref="Access.ServiceAccess"/>).
/// </summary>
public static class OperatorRoutes
{
    private const string Prefix = "/operator";

    /// <summary>The group for a feature's operator endpoints. Map only POST here.</summary>
    public static RouteGroupBuilder MapOperator(this IEndpointRouteBuilder routes) => routes.MapGroup(Prefix);
}

/// <summary>The result of an operator endpoint. A failure is a problem (RFC 9457) with a similar sentence in <c>detail</c>.</summary>
/// <param name="Message">One sentence that the dashboard shows.</param>
public record OperatorAnswer(string Message);
