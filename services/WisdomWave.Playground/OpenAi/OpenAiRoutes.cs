using System.Text.Json;

namespace WisdomWave.Playground.OpenAi;

internal static class OpenAiRoutes
{
    /// <summary>The models that <c>/v1/models</c> lists; calls may use any other name, too.</summary>
    private static readonly string[] Listed = ["gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-4o-mini", "text-embedding-3-small", "whisper-1", "gpt-4o-mini-transcribe"];

    public static void MapOpenAi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/v1").AddEndpointFilter(RequireKey);
        api.MapPost("/chat/completions", (HttpContext context, ChatCompletions chat) => chat.CompleteAsync(context));
        api.MapPost("/embeddings", (HttpContext context, Embeddings embeddings) => embeddings.EmbedAsync(context));
        api.MapPost("/audio/transcriptions", (HttpContext context, Transcriptions audio) => audio.TranscribeAsync(context)).DisableAntiforgery();
        api.MapGet("/models", (HttpContext context) => ModelReplies.WriteAsync(context, WriteModels));
        api.MapGet("/models/{id}", (HttpContext context, string id) => ModelReplies.WriteAsync(context, json => WriteModel(json, id)));
    }

    /// <summary>A call needs a key, but any key is valid.</summary>
    private static async ValueTask<object?> RequireKey(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        if (invocation.HttpContext.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', _, ..])
            return await next(invocation);
        await ModelReplies.WriteAsync(invocation.HttpContext, ModelError.MissingKey);
        return Results.Empty;
    }

    private static void WriteModels(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var id in Listed)
            WriteModel(json, id);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, 1_750_000_000);
        json.WriteString("owned_by"u8, "playground"u8);
        json.WriteEndObject();
    }
}
