using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Boards;

/// <summary>Only pages may be opened from elsewhere, by a link; what they load is answered to them alone.</summary>
internal static class OwnPagesOnly
{
    /// <summary>Forbids inline code and content of other origins, and forbids other pages to frame ours.</summary>
    private const string ContentPolicy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UseOwnPagesOnly(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        // After the next start, a rebuilt page or a changed board is visible at once.
        headers.CacheControl = "no-cache";
        if (context.GetEndpoint()?.Metadata.GetMetadata<Page>() is not null || !RequestOrigin.IsCrossOrigin(context.Request))
            return next(context);

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("Only the page of the boards may call this address from a browser.");
    });

    /// <summary>Lets any page link to this one.</summary>
    public static TBuilder IsPage<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Page());

    private sealed class Page;
}
