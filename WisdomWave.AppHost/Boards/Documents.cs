using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;

namespace WisdomWave.AppHost.Boards;

/// <summary>Shows the repository's documents as pages, so that a board or an alert can link to its place in the runbook.</summary>
internal static class Documents
{
    // The same anchors as on a repository's web page.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    public static void MapDocuments(this IEndpointRouteBuilder app, string folder) =>
        app.MapGet("/docs/{name}", context => SendAsync(context, folder, (string)context.Request.RouteValues["name"]!)).IsPage();

    private static async Task SendAsync(HttpContext context, string folder, string name)
    {
        // The name is only compared, so that it cannot lead out of the folder.
        if (!Directory.Exists(folder) || Directory.EnumerateFiles(folder).FirstOrDefault(file => Path.GetFileName(file) == name) is not { } path)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (Path.GetExtension(name) != ".md")
        {
            context.Response.ContentType = ContentTypes.TryGetContentType(name, out var type) ? type : "application/octet-stream";
            await context.Response.SendFileAsync(path, context.RequestAborted);
            return;
        }

        var text = await File.ReadAllTextAsync(path, context.RequestAborted);
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>{name}</title>
            <link rel="icon" href="/board/files/favicon.svg">
            <link rel="stylesheet" href="/board/files/css/theme.css"><link rel="stylesheet" href="/board/files/css/document.css">
            <main>{Markdown.ToHtml(text, Pipeline)}</main>
            </html>
            """,
            context.RequestAborted);
    }
}
