using System.Text.Json.Nodes;
using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Receiving;

public sealed class OldMessageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MessagesFromADowntimeAreAnsweredUnlessOlderThanADay()
    {
        await using var host = await IngressHost.PrepareAsync();
        await WriteAsync(host, "Yesterday?", TimeSpan.FromHours(24.1));
        await WriteAsync(host, "This morning?", TimeSpan.FromHours(23.9));
        await WriteAsync(host, "Just now?", TimeSpan.FromMinutes(1));
        await host.StartIngressAsync();
        Assert.Equal("This morning?", (await host.Dialog.NextTurnAsync()).Question.Text);
        Assert.Equal("Just now?", (await host.Dialog.NextTurnAsync()).Question.Text);
        Assert.Contains("because the message is older than a day.", Assert.Single(host.Warnings), StringComparison.Ordinal);
        Assert.Equal(1, host.Updates["too_old"]);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(-25)]
    public async Task AMachineWithAWrongDateStillAnswers(double hoursAhead)
    {
        await using var host = await IngressHost.PrepareAsync();
        host.Clock = new ShiftedClock(TimeProvider.System) { Ahead = TimeSpan.FromHours(hoursAhead) };
        await host.StartIngressAsync();
        await WriteAsync(host, "Yesterday?", TimeSpan.FromHours(24.1));
        await WriteAsync(host, "Just now?", TimeSpan.Zero);
        Assert.Equal("Just now?", (await host.Dialog.NextTurnAsync()).Question.Text);
        Assert.Equal(1, host.Updates["too_old"]);
    }

    [Fact]
    public async Task ManyDroppedMessagesAreLoggedAndDegradeHealth()
    {
        await using var host = await IngressHost.PrepareAsync();
        for (var i = 0; i < 5; i++)
            await WriteAsync(host, "Long ago?", TimeSpan.FromDays(2));
        await host.StartIngressAsync();
        await Eventually.HoldsAsync(() => host.Updates["too_old"] == 5, "all old messages are dropped");
        Assert.StartsWith("bot dropped 4 consecutive messages because they are older than a day", Assert.Single(host.Errors), StringComparison.Ordinal);
        Assert.Equal("Degraded", await host.Http.GetStringAsync("/health", Token));

        await host.AskAsync("Hello");
        Assert.Equal("Healthy", await host.Http.GetStringAsync("/health", Token));
    }

    [Fact]
    public async Task ARecentEditOfAnOldMessageIsAnswered()
    {
        await using var host = await IngressHost.StartAsync();
        await WriteAsync(host, "And now?", TimeSpan.FromDays(3), editedAgo: TimeSpan.FromSeconds(1));
        Assert.Equal("And now?", (await host.Dialog.NextTurnAsync()).Question.Text);
    }

    private static Task WriteAsync(IngressHost host, string text, TimeSpan ago, TimeSpan? editedAgo = null)
    {
        var message = new JsonObject
        {
            ["message_id"] = Random.Shared.Next(1, int.MaxValue),
            ["date"] = SecondsAgo(ago),
            ["chat"] = new JsonObject { ["id"] = host.Ann.ChatId, ["type"] = "private", ["first_name"] = "Ann" },
            ["from"] = new JsonObject { ["id"] = host.Ann.ChatId, ["is_bot"] = false, ["first_name"] = "Ann" },
            ["text"] = text,
        };
        if (editedAgo is { } edited)
            message["edit_date"] = SecondsAgo(edited);
        return host.Playground.Client.InjectUpdateAsync(new() { [editedAgo is null ? "message" : "edited_message"] = message }, Token);
    }

    private static long SecondsAgo(TimeSpan ago) => (DateTimeOffset.UtcNow - ago).ToUnixTimeSeconds();
}
