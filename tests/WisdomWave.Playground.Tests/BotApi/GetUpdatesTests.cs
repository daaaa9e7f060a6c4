using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types.Enums;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Playground.Tests.BotApi;

public sealed class GetUpdatesTests : PlaygroundTest
{
    [Fact]
    public async Task UnconfirmedUpdatesAreSentAgain()
    {
        await SayAsync("one", "two", "three");
        Assert.Equal(["one", "two", "three"], await TextsAsync());
        Assert.Equal(["one", "two"], await TextsAsync(limit: 2));
        Assert.Equal(["one", "two", "three"], await TextsAsync());
    }

    [Fact]
    public async Task AnOffsetConfirmsAllUpdatesBeforeIt()
    {
        await SayAsync("one", "two", "three");
        var updates = await Bot.GetUpdates(cancellationToken: Cancellation);
        Assert.Equal([1, 1], updates.Zip(updates.Skip(1), (first, second) => second.Id - first.Id));
        Assert.Equal(["three"], await TextsAsync(offset: updates[2].Id));
        Assert.Equal(["three"], await TextsAsync());
        Assert.Empty(await TextsAsync(offset: updates[2].Id + 1));
    }

    [Fact]
    public async Task ANegativeOffsetKeepsOnlyTheNewestUpdates()
    {
        await SayAsync("one", "two", "three");
        Assert.Equal(["two", "three"], await TextsAsync(offset: -2));
        Assert.Equal(["two", "three"], await TextsAsync());
    }

    [Fact]
    public async Task ALongPollEndsWhenSomeoneWrites()
    {
        // The clock stands still, so the poll does not end by itself.
        await using var playground = await PlaygroundServer.StartAsync(time: new FakeTimeProvider(DateTimeOffset.UtcNow), cancellationToken: Cancellation);
        var bot = NewBot(PlaygroundServer.BotToken, playground);
        var poll = bot.GetUpdates(timeout: 30, cancellationToken: Cancellation);
        await playground.Ann.SayAsync("awake", cancellationToken: Cancellation);
        Assert.Equal("awake", Assert.Single(await poll.WaitAsync(Eventually.Limit, Cancellation)).Message!.Text);
    }

    [Fact]
    public async Task ALongPollEndsEmptyAfterItsTimeout() => Assert.Empty(await Bot.GetUpdates(timeout: 1, cancellationToken: Cancellation));

    [Fact]
    public async Task ASecondPollerEndsTheFirst()
    {
        // The clock stands still, so a poll does not end by itself.
        await using var playground = await PlaygroundServer.StartAsync(time: new FakeTimeProvider(DateTimeOffset.UtcNow), cancellationToken: Cancellation);
        var bot = NewBot(PlaygroundServer.BotToken, playground);
        var first = bot.GetUpdates(timeout: 30, cancellationToken: Cancellation);
        await Eventually.HoldsAsync(async () => (await playground.Client.StateAsync(Cancellation)).Bots.Any(state => state.Online), "the first polls");
        var second = bot.GetUpdates(timeout: 30, cancellationToken: Cancellation);
        var conflict = await Assert.ThrowsAsync<ApiRequestException>(() => first.WaitAsync(Eventually.Limit, Cancellation));
        Assert.Equal((409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"), (conflict.ErrorCode, conflict.Message));
        await playground.Ann.SayAsync("to the second", cancellationToken: Cancellation);
        Assert.Single(await second);
    }

    [Fact]
    public async Task PollingIsAConflictIfAWebhookIsSet()
    {
        await Bot.SetWebhook("https://127.0.0.1:9/hook", cancellationToken: Cancellation);
        var conflict = await Assert.ThrowsAsync<ApiRequestException>(() => Bot.GetUpdates(cancellationToken: Cancellation));
        Assert.Equal("Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", conflict.Message);
        await Bot.DeleteWebhook(cancellationToken: Cancellation);
        Assert.Empty(await Bot.GetUpdates(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task OnlyAllowedKindsOfUpdatesArrive()
    {
        await Bot.GetUpdates(allowedUpdates: [UpdateType.EditedMessage], cancellationToken: Cancellation);
        var said = await Playground.Ann.SayAsync("draft", cancellationToken: Cancellation);
        await Playground.Ann.EditAsync(said.MessageId, "final", Cancellation);
        Assert.Equal("final", Assert.Single(await Bot.GetUpdates(cancellationToken: Cancellation)).EditedMessage!.Text);
    }

    [Fact]
    public async Task APollerWithAnOffsetFromBeforeTheRestartLosesNoUpdate()
    {
        await SayAsync("before anybody polled");
        var update = Assert.Single(await Bot.GetUpdates(offset: int.MaxValue - 1000, cancellationToken: Cancellation));
        Assert.Equal((int.MaxValue - 1000, "before anybody polled"), (update.Id, update.Message!.Text));
        Assert.Empty(await Bot.GetUpdates(offset: update.Id + 1, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task UpdateFaultsDuplicateReverseAndHoldUpdates()
    {
        await Playground.Client.InjectUpdateFaultAsync(new() { Reversals = 1, Duplicates = 1, Held = 1 }, Cancellation);
        await SayAsync("one");
        Assert.Empty(await TextsAsync());
        await SayAsync("two");
        var batch = await Bot.GetUpdates(cancellationToken: Cancellation);
        Assert.Equal(["two", "one"], batch.Select(update => update.Message!.Text));
        Assert.Equal(["one"], await TextsAsync(offset: batch[0].Id + 1));
        Assert.Empty(await TextsAsync());
    }

    private async Task SayAsync(params string[] texts)
    {
        foreach (var text in texts)
            await Playground.Ann.SayAsync(text, cancellationToken: Cancellation);
    }

    private async Task<IEnumerable<string?>> TextsAsync(int? offset = null, int? limit = null) =>
        (await Bot.GetUpdates(offset, limit, cancellationToken: Cancellation)).Select(update => update.Message!.Text);
}
