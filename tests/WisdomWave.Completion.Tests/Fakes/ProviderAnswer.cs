using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WisdomWave.Completion.Tests.Fakes;

internal sealed class ProviderAnswer(HttpContext context, JsonElement request)
{
    /// <summary>The last message of the prompt.</summary>
    public string Question => request.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;

    public JsonElement Request => request;

    public CancellationToken Aborted => context.RequestAborted;

    public string? Authorization => context.Request.Headers.Authorization;

    public async Task GreetAsync()
    {
        await RoleAsync();
        await TextAsync("Hello, ");
        await TextAsync("Ada!");
        await FinishAsync("stop");
        await UsageAsync(21, 5, 3);
        await DoneAsync();
    }

    public Task RoleAsync() => ChunkAsync("""{"role":"assistant","content":""}""");

    public Task TextAsync(string text) => ChunkAsync($$"""{"content":{{JsonSerializer.Serialize(text)}}}""");

    public Task ReasoningAsync(string text) => ChunkAsync($$"""{"reasoning_content":{{JsonSerializer.Serialize(text)}},"content":null}""");

    public Task FinishAsync(string reason) => ChunkAsync("{}", $"\"{reason}\"");

    public Task UsageAsync(int input, int output, int cached) => DataAsync(
        $$$$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-test-2026","choices":[],"usage":{"prompt_tokens":{{{{input}}}},"completion_tokens":{{{{output}}}},"total_tokens":{{{{input + output}}}},"prompt_tokens_details":{"cached_tokens":{{{{cached}}}}}}}""");

    public Task DoneAsync() => DataAsync("[DONE]");

    public async Task DataAsync(string data)
    {
        if (!context.Response.HasStarted)
            context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync($"data: {data}\n\n", Aborted);
        await context.Response.Body.FlushAsync(Aborted);
    }

    /// <summary>Sends the bytes unchanged.</summary>
    public async Task BytesAsync(byte[] bytes, string contentType = "text/event-stream", int status = 200, long? announced = null)
    {
        context.Response.ContentLength = announced;
        if (!context.Response.HasStarted)
            (context.Response.ContentType, context.Response.StatusCode) = (contentType, status);
        await context.Response.Body.WriteAsync(bytes, Aborted);
        await context.Response.Body.FlushAsync(Aborted);
    }

    public Task JsonAsync(string json, int status = 200) => BytesAsync(System.Text.Encoding.UTF8.GetBytes(json), "application/json", status);

    /// <summary>Sends a web page instead of a stream.</summary>
    public Task PageAsync(string html)
    {
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync(html, Aborted);
    }

    public Task StallAsync() => Task.Delay(Timeout.Infinite, Aborted);

    private Task ChunkAsync(string delta, string finish = "null") => DataAsync(
        $$$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-test-2026","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{finish}}}}]}""");
}
