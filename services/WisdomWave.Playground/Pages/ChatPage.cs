using Microsoft.AspNetCore.StaticFiles;

namespace WisdomWave.Playground.Pages;

/// <summary>Serves the chat page, which is embedded in the assembly. If Telegram is not simulated, <c>/</c> explains that instead.</summary>
internal static class ChatPage
{
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();
    private static readonly DateTimeOffset Built = System.IO.File.GetLastWriteTimeUtc(typeof(ChatPage).Assembly.Location);

    public static void MapChatPage(this IEndpointRouteBuilder app, PlaygroundOptions options)
    {
        var start = options.SimulatesTelegram ? "index.html" : "model.html";
        var page = app.MapGroup("").AllowCrossOrigin().AddEndpointFilter(Protect);
        page.MapGet("/", () => File(start));
        page.MapGet("/page/{**path}", (string path) => File(path));
        page.MapGet("/favicon.ico", () => File("favicon.svg"));
    }

    /// <summary>
    /// Forbids inline code and content from other origins, so that a bot's message can only be text. Blobs are pictures before they are
    /// sent. Without caching, a rebuilt page is visible immediately.
    /// </summary>
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
        var content = typeof(ChatPage).Assembly.GetManifestResourceStream($"wwwroot/{path}");
        if (content is null)
            return TypedResults.NotFound();
        ContentTypes.TryGetContentType(path, out var type);
        return TypedResults.Stream(content, type, lastModified: Built);
    }
}
