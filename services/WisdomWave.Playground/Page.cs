using Microsoft.AspNetCore.StaticFiles;

namespace WisdomWave.Playground;

/// <summary>The chat page, embedded in the assembly. Where only the model is stood in for, <c>/</c> says so instead.</summary>
internal static class Page
{
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();
    private static readonly DateTimeOffset Built = System.IO.File.GetLastWriteTimeUtc(typeof(Page).Assembly.Location);

    public static void MapPage(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<PlaygroundOptions>();
        var start = options.StandsInForTelegram ? "index.html" : "model.html";
        app.MapGet("/", () => File(start));
        app.MapGet("/page/{**path}", (string path) => File(path));
        app.MapGet("/favicon.ico", () => File("favicon.svg"));
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
