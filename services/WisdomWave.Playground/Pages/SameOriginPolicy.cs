using System.Net.Http.Headers;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Problems;

namespace WisdomWave.Playground.Pages;

/// <summary>
/// Allows only the playground's own page to call it from a browser, because any other page could write to the bot in a person's name.
/// Programs, which send neither <c>Sec-Fetch-Site</c> nor <c>Origin</c>, are allowed.
/// </summary>
internal static class SameOriginPolicy
{
    private const string Lines = "application/x-ndjson";
    private const string Form = "multipart/form-data";

    public static void UseSameOriginPolicy(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<CrossOriginAllowed>() is not null)
            return next(context);
        if (RequestOrigin.IsCrossOrigin(context.Request))
            return CrossOriginRejected.ExecuteAsync(context);
        return endpoint.Metadata.GetMetadata<BodyTypes>() is { } body && !HasType(context.Request, body.Types) ? WrongBodyType.ExecuteAsync(context) : next(context);
    });

    /// <summary>Lets any page link to the endpoint or load it.</summary>
    public static TBuilder AllowCrossOrigin<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new CrossOriginAllowed());

    /// <summary>
    /// Requires a body to have a type that another origin's page may send only after a preflight request: not a form, not plain text. This
    /// also stops browsers that send neither of the two headers.
    /// </summary>
    public static TBuilder RequireJsonBody<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new BodyTypes([MediaTypeNames.Application.Json, Lines]));

    /// <summary>Requires the body to be a multipart form, for a file upload.</summary>
    public static TBuilder RequireFormBody<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new BodyTypes([Form]));

    private static ProblemHttpResult CrossOriginRejected { get; } = TypedResults.Problem(
        "Only the playground's own page may call the playground from a browser.",
        statusCode: StatusCodes.Status403Forbidden,
        type: ProblemType.Prefix + "own-page-only");

    private static ProblemHttpResult WrongBodyType { get; } = TypedResults.Problem(
        $"The Content-Type must be {MediaTypeNames.Application.Json} or {Lines}; for a file upload, {Form}.",
        statusCode: StatusCodes.Status415UnsupportedMediaType);

    private static bool HasType(HttpRequest request, string[] types) =>
        (request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0)
        || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && types.Contains(type.MediaType, StringComparer.OrdinalIgnoreCase));

    private sealed class CrossOriginAllowed;

    private sealed record BodyTypes(string[] Types);
}
