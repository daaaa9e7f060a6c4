using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Bots;

/// <summary>The bot's owner may rename it at any time.</summary>
public sealed class UsernameWatcherTests
{
    private const long BotId = 110201543;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AMentionByTheNewNameIsAnswered()
    {
        await using var host = await IngressHost.StartAsync();
        await host.AskAsync("Hello");
        await host.Playground.Client.ChangeBotAsync(BotId, new() { Username = "newly_named_bot" }, Token);
        await host.Ann.In(PlaygroundClient.FriendsId).SayAsync("@newly_named_bot hello", cancellationToken: Token);
        Assert.Equal("hello", (await host.Dialog.NextTurnAsync()).Question.Text);
        await host.Ann.In(PlaygroundClient.FriendsId).SayAsync("/help@newly_named_bot", cancellationToken: Token);
        Assert.Equal("/help", (await host.Dialog.NextTurnAsync()).Question.Text);
    }

    [Fact]
    public async Task AMentionOfAnotherBotIsIgnoredAndTelegramIsAskedOnlyOnce()
    {
        // The next look-up would come a minute later.
        await using var host = await IngressHost.StartAsync(HandMovedClock.Create());
        await host.AskAsync("Hello");
        await host.Playground.Client.ChangeBotAsync(BotId, new() { PrivacyMode = false }, Token);
        var ann = host.Ann.In(PlaygroundClient.FriendsId);
        for (var i = 0; i < 5; i++)
            await ann.SayAsync("@weather_bot what will it be?", cancellationToken: Token);
        await Eventually.HoldsAsync(async () => await LookUpsAsync(host) == 2, "two look-ups: at the start and once more");
        await ann.SayAsync("@wisdomwave_bot hello", cancellationToken: Token);
        Assert.Equal("hello", (await host.Dialog.NextTurnAsync()).Question.Text);
        Assert.Equal(2, await LookUpsAsync(host));
    }

    [Fact]
    public async Task AfterAnOutageTheNameIsAskedForAgain()
    {
        await using var host = await IngressHost.PrepareAsync();
        await host.FailAsync(new BotFault { Method = "getUpdates", Status = 502 });
        await host.StartIngressAsync();
        await host.AskAsync("Hello");
        await Eventually.HoldsAsync(async () => await LookUpsAsync(host) == 2, "two look-ups: at the start and once more");
    }

    private static async Task<int> LookUpsAsync(IngressHost host) =>
        (await host.Playground.Client.BotCallsAsync("getMe", cancellationToken: Token)).Count;
}
