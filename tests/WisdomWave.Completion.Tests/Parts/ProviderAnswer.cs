using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WisdomWave.Completion.Tests.Parts;

internal sealed class ProviderAnswer(HttpContext context)
{
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

    public Task RefusalAsync(string text) => ChunkAsync($$"""{"refusal":{{JsonSerializer.Serialize(text)}}}""");

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

    /// <summary>A failure without a stream.</summary>
    public Task FailAsync(int status, string body, string contentType = "application/json", string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsync(body, Aborted);
    }

    public Task ErrorAsync(int status, string code, string? retryAfter = null) =>
        FailAsync(status, $$$"""{"error":{"message":"no","type":"{{{code}}}","param":null,"code":"{{{code}}}"}}""", retryAfter: retryAfter);

    public Task StallAsync() => Task.Delay(Timeout.Infinite, Aborted);

    public void Reset() => context.Abort();

    private Task ChunkAsync(string delta, string finish = "null") => DataAsync(
        $$$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-test-2026","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{finish}}}}]}""");
}
