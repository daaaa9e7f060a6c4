using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using Telegram.Bot.Types;
using WisdomWave.Testing;

namespace WisdomWave.Playground.Tests.BotApi;

public sealed class WebhookTests : PlaygroundTest
{
    [Fact]
    public async Task UpdatesAreSentWithTheSecretUntilTheyAreAccepted()
    {
        var calls = new ConcurrentQueue<(string Secret, string? Text)>();
        var taken = new TaskCompletionSource();
        await using var hook = await StartAsync(async request =>
        {
            var update = await System.Text.Json.JsonSerializer.DeserializeAsync<Update>(request.Body, JsonBotAPI.Options, Cancellation);
            calls.Enqueue((request.Headers["X-Telegram-Bot-Api-Secret-Token"].ToString(), update!.Message!.Text));
            if (calls.Count < 2)
                return StatusCodes.Status503ServiceUnavailable;
            taken.TrySetResult();
            return StatusCodes.Status200OK;
        });
        await Bot.SetWebhook(hook.Urls.First() + "/hook", secretToken: "very_secret", cancellationToken: Cancellation);
        await Playground.Ann.SayAsync("knock", cancellationToken: Cancellation);
        await taken.Task.WaitAsync(Eventually.Limit, Cancellation);

        // The playground removes the update after it has received the answer.
        await Eventually.HoldsAsync(async () => (await Bot.GetWebhookInfo(Cancellation)).PendingUpdateCount == 0, "the update is taken");

        Assert.Equal([("very_secret", "knock"), ("very_secret", "knock")], calls);
        var info = await Bot.GetWebhookInfo(Cancellation);
        Assert.Equal("Wrong response from the webhook: 503 Service Unavailable", info.LastErrorMessage);
        await Bot.DeleteWebhook(cancellationToken: Cancellation);
        Assert.Empty(await Bot.GetUpdates(cancellationToken: Cancellation));
    }

    private static async Task<WebApplication> StartAsync(Func<HttpRequest, Task<int>> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/hook", async (HttpContext context) => context.Response.StatusCode = await answer(context.Request));
        await app.StartAsync(Cancellation);
        return app;
    }
}
