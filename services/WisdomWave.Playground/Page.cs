using Microsoft.AspNetCore.StaticFiles;
using WisdomWave.Playground.Browsing;

namespace WisdomWave.Playground;

/// <summary>The chat page, embedded in the assembly. Where only the model is stood in for, <c>/</c> says so instead.</summary>
internal static class Page
{
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();
    private static readonly DateTimeOffset Built = System.IO.File.GetLastWriteTimeUtc(typeof(Page).Assembly.Location);

    public static void MapPage(this IEndpointRouteBuilder app, PlaygroundOptions options)
    {
        var start = options.StandsInForTelegram ? "index.html" : "model.html";
        var page = app.MapGroup("").MayBeShownAnywhere().AddEndpointFilter(Protect);
        page.MapGet("/", () => File(start));
        page.MapGet("/page/{**path}", (string path) => File(path));
        page.MapGet("/favicon.ico", () => File("favicon.svg"));
    }

    /// <summary>Nothing from elsewhere, nothing inline: what a bot sends can only be text. Blobs are pictures that wait to be sent. A rebuilt page is seen at once.</summary>
    private static ValueTask<object?> Protect(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var headers = invocation.HttpContext.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        return next(invocation);
    }

    private static IResult File(string path)
    {
        var content = typeof(Page).Assembly.GetManifestResourceStream($"wwwroot/{path}");
        if (content is null)
            return TypedResults.NotFound();
        ContentTypes.TryGetContentType(path, out var type);
        return TypedResults.Stream(content, type, lastModified: Built);
    }
}
