using WisdomWave.Ingress.Tests.Standing;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>How fast an answer grows, with the settings that operators have.</summary>
public sealed class StreamingPaceTests
{
    private static readonly string[] Defaults =
        ["Delivery:PrivateInterval=00:00:01.340", "Delivery:GroupInterval=00:00:03.200", "Delivery:FirstTextDelay=00:00:00.250"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheFirstWordsShowWithinASecondAndInAPrivateChatAboutOneEditASecondFollows()
    {
        await using var host = await IngressHost.StartAsync(Defaults);
        var turn = await host.AskAsync("Count");
        var begin = DateTimeOffset.UtcNow;
        await StreamAsync(turn, TimeSpan.FromSeconds(5));
        var calls = await CallsAsync(host, host.Ann.ChatId);
        Assert.InRange(calls[0].At - begin, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(calls.Count, 3, 6);
    }

    [Fact]
    public async Task InAGroupOneEditInThreeSeconds()
    {
        await using var host = await IngressHost.StartAsync(Defaults);
        await host.Ann.In(PlaygroundClient.FriendsId).SayAsync("@wisdomwave_bot count", cancellationToken: Token);
        var turn = await host.Dialog.NextTurnAsync();
        var begin = DateTimeOffset.UtcNow;
        await StreamAsync(turn, TimeSpan.FromSeconds(7));
        var calls = await CallsAsync(host, PlaygroundClient.FriendsId);
        Assert.InRange(calls[0].At - begin, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(calls.Count, 2, 4);
        Assert.InRange(calls[^1].At - calls[^2].At, TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task AfterAFloodWaitEditsComeHalfAsOften()
    {
        await using var host = await IngressHost.StartAsync("Delivery:PrivateInterval=00:00:00.500");
        var turn = await host.AskAsync("Count");
        turn.Delta("0 ");
        await host.Ann.ReadAnswerAsync(message => message.Text == "0", Token);
        await host.FailAsync(new() { Method = "editMessageText", Status = 429, RetryAfter = 1 });
        await StreamAsync(turn, TimeSpan.FromSeconds(5));
        var edits = (await CallsAsync(host, host.Ann.ChatId)).Where(call => call.Method == "editMessageText").ToList();
        Assert.Equal(429, edits[0].Status);
        Assert.All(edits.Skip(1).Zip(edits.Skip(2)), pair => Assert.InRange(pair.Second.At - pair.First.At, TimeSpan.FromSeconds(0.95), TimeSpan.FromSeconds(4)));
        turn.Complete("Counted.");
        await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, "Counted.");
    }

    private static async Task StreamAsync(StandInTurn turn, TimeSpan duration)
    {
        for (var end = DateTimeOffset.UtcNow + duration; DateTimeOffset.UtcNow < end;)
        {
            turn.Delta("word ");
            await Task.Delay(50, Token);
        }
    }

    private static async Task<List<BotCallRecord>> CallsAsync(IngressHost host, long chat) =>
        [.. (await host.Playground.Client.BotCallsAsync(chatId: chat, cancellationToken: Token)).Where(call => call.Method != "sendChatAction")];
}
