using Microsoft.Extensions.Time.Testing;
using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>How fast an answer grows with the default settings. Only the tests move the clock.</summary>
public sealed class StreamingPaceTests
{
    private static readonly string[] Defaults =
        ["Delivery:PrivateInterval=00:00:01.340", "Delivery:GroupInterval=00:00:03.200", "Delivery:FirstTextDelay=00:00:00.250"];

    private readonly FakeTimeProvider _clock = HandMovedClock.Create();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InAPrivateChatAnAnswerGrowsByNoMoreThanOneEditInEachInterval()
    {
        await using var host = await IngressHost.StartAsync(_clock, Defaults);
        await GrowsAtItsPaceAsync(host, host.Ann.ChatId, () => host.AskAsync("Count"), TimeSpan.FromSeconds(1.34));
    }

    [Fact]
    public async Task InAGroupAnAnswerGrowsByNoMoreThanOneEditInEachInterval()
    {
        await using var host = await IngressHost.StartAsync(_clock, Defaults);
        await GrowsAtItsPaceAsync(host, PlaygroundClient.FriendsId, AskAsync, TimeSpan.FromSeconds(3.2));

        async Task<FakeTurn> AskAsync()
        {
            await host.Ann.In(PlaygroundClient.FriendsId).SayAsync("@wisdomwave_bot count", cancellationToken: Token);
            return await host.Dialog.NextTurnAsync();
        }
    }

    [Fact]
    public async Task AfterAFloodWaitEditsComeHalfAsOften()
    {
        var interval = TimeSpan.FromSeconds(0.5);
        await using var host = await IngressHost.StartAsync(_clock, "Delivery:PrivateInterval=00:00:00.500");
        var turn = await host.AskAsync("Count");
        turn.Delta("0 ");
        await _clock.PassesUntilAsync(async () => (await CallsAsync(host, host.Ann.ChatId)).Count == 1, "the first words are sent");
        var started = _clock.GetTimestamp();
        await host.FailAsync(new() { Method = "editMessageText", Status = 429, RetryAfter = 1 });

        await StreamAsync(turn, interval, async () => (await EditsAsync(host)).Count == 5);

        var edits = await EditsAsync(host);
        Assert.Equal([429, 200, 200, 200, 200], edits.Take(5).Select(edit => edit.Status));
        // The first edit meets the flood wait; each later one takes two intervals.
        Assert.InRange(edits.Count, 5, 2 + (_clock.GetElapsedTime(started) / (2 * interval)));
        turn.Complete("Counted.");
        var reports = turn.ReportsAsync();
        await _clock.PassesUntilAsync(() => reports.IsCompleted, "the answer is delivered", interval);
        await reports;
        await IngressHost.ReadsAsync(host.Ann, "Counted.");
    }

    private async Task GrowsAtItsPaceAsync(IngressHost host, long chat, Func<Task<FakeTurn>> ask, TimeSpan interval)
    {
        var started = _clock.GetTimestamp();
        var turn = await ask();

        await StreamAsync(turn, interval, async () => (await CallsAsync(host, chat)).Count >= 4);

        var calls = await CallsAsync(host, chat);
        Assert.InRange(calls.Count, 4, 2 + (_clock.GetElapsedTime(started) / interval));
        Assert.Equal("sendMessage", calls[0].Method);
        Assert.All(calls.Skip(1), call => Assert.Equal("editMessageText", call.Method));
    }

    /// <summary>Appends words, eight in each interval, until <paramref name="isEnough"/>.</summary>
    private Task StreamAsync(FakeTurn turn, TimeSpan interval, Func<Task<bool>> isEnough) => _clock.PassesUntilAsync(
        () =>
        {
            turn.Delta("word ");
            return isEnough();
        },
        "enough edits",
        interval / 8);

    private static async Task<List<BotCallRecord>> EditsAsync(IngressHost host) =>
        (await CallsAsync(host, host.Ann.ChatId)).FindAll(call => call.Method == "editMessageText");

    private static async Task<List<BotCallRecord>> CallsAsync(IngressHost host, long chat) =>
        [.. (await host.Playground.Client.BotCallsAsync(chatId: chat, cancellationToken: Token)).Where(call => call.Method != "sendChatAction")];
}
