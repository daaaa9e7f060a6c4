using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;

namespace WisdomWave.AppHost.Boards;

/// <summary>The page, its files, which are embedded in the assembly, and the boards.</summary>
internal static class BoardPages
{
    public const string Path = "/board";

    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    public static void MapBoardPages(this IEndpointRouteBuilder app, BoardFiles boards)
    {
        app.MapGet("/", context =>
        {
            context.Response.Redirect(Path);
            return Task.CompletedTask;
        }).IsPage();
        app.MapGet(Path, context => SendFileAsync(context, "index.html")).IsPage();
        app.MapGet($"{Path}/{{uid}}", context => SendFileAsync(context, "index.html")).IsPage();
        app.MapGet($"{Path}/files/{{**path}}", context => SendFileAsync(context, (string)context.Request.RouteValues["path"]!));
        app.MapGet($"{Path}/boards", context => context.Response.WriteAsJsonAsync(boards.All.Values.Select(Heading)));
        app.MapGet($"{Path}/boards/{{uid}}", context => SendBoardAsync(context, boards.Find((string)context.Request.RouteValues["uid"]!)));
    }

    private static async Task SendFileAsync(HttpContext context, string path)
    {
        await using var content = typeof(BoardPages).Assembly.GetManifestResourceStream($"wwwroot/{path}");
        if (content is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = ContentTypes.TryGetContentType(path, out var type) ? type : "text/plain; charset=utf-8";
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static Task SendBoardAsync(HttpContext context, string? board)
    {
        if (board is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(board, context.RequestAborted);
    }

    private static BoardHeading Heading(string board) => JsonSerializer.Deserialize<BoardHeading>(board, JsonSerializerOptions.Web)!;

    private sealed record BoardHeading(string Uid, string Title, string Description);
}
