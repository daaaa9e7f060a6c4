using System.Net.Http.Headers;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WisdomWave.Playground.Browsing;

/// <summary>
/// In a browser only the playground's own page may call it: a page from elsewhere could otherwise write to the bot in a person's name.
/// Programs, which send neither <c>Sec-Fetch-Site</c> nor <c>Origin</c>, are answered.
/// </summary>
internal static class OwnPage
{
    private const string Lines = "application/x-ndjson";
    private const string Form = "multipart/form-data";

    public static void UseOwnPage(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<Anywhere>() is not null)
            return next(context);
        if (IsFromElsewhere(context.Request))
            return Foreign.ExecuteAsync(context);
        return endpoint.Metadata.GetMetadata<Typed>() is { } typed && !HasType(context.Request, typed.Types) ? Untyped.ExecuteAsync(context) : next(context);
    });

    /// <summary>Any page may show or link to it.</summary>
    public static TBuilder MayBeShownAnywhere<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Anywhere());

    /// <summary>
    /// A body has a type that no page may send without asking first: not a form's, not plain text, not none. Browsers that send neither
    /// of the two headers are stopped by it.
    /// </summary>
    public static TBuilder TakesTypedBodies<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Typed([MediaTypeNames.Application.Json, Lines]));

    /// <summary>The one kind of body that is a form: an uploaded file.</summary>
    public static TBuilder TakesForms<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Typed([Form]));

    private static ProblemHttpResult Foreign { get; } = TypedResults.Problem(
        "Only the playground's own page may call it from a browser.",
        statusCode: StatusCodes.Status403Forbidden,
        type: "urn:wisdomwave:problem:own-page-only");

    private static ProblemHttpResult Untyped { get; } = TypedResults.Problem(
        $"The body's Content-Type must be {MediaTypeNames.Application.Json} or {Lines}, for a file {Form}.",
        statusCode: StatusCodes.Status415UnsupportedMediaType);

    private static bool IsFromElsewhere(HttpRequest request)
    {
        // "none" is an address that the person has typed.
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site && site is not ("same-origin" or "none"))
            return true;
        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static bool HasType(HttpRequest request, string[] types) =>
        (request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0)
        || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && types.Contains(type.MediaType, StringComparer.OrdinalIgnoreCase));

    private sealed class Anywhere;

    private sealed record Typed(string[] Types);
}
