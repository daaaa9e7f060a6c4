using System.Text.Json;

namespace WisdomWave.Playground.OpenAi;

/// <summary>Answers that are not completions.</summary>
internal static class ModelReplies
{
    public static async Task WriteAsync(HttpContext context, ModelError error)
    {
        context.Response.StatusCode = error.Status;
        await WriteAsync(context, error.Write);
    }

    public static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> body)
    {
        context.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
            body(json);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public static async Task WriteHtmlAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync(
            $"<html>\r\n<head><title>{status} Bad Gateway</title></head>\r\n<body>\r\n<center><h1>{status} Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n",
            context.RequestAborted);
    }
}
