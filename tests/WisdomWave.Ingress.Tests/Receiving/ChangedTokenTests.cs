using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Receiving;

public sealed class ChangedTokenTests
{
    private const long SecondBot = 210201543;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ATokenOfAnotherBotStartsWithoutTheOldOffset()
    {
        await using var host = await IngressHost.StartAsync();
        // Every bot has its own update ids. Make those of the second bot lower than the offset confirmed for the first.
        await host.Playground.Client.InjectRawUpdatesAsync(Enumerable.Repeat("{}", 2000), Token);
        var first = await host.AskAsync("To the first?");
        await host.StopIngressAsync();
        await host.StartIngressAsync($"TELEGRAM_BOT_TOKEN={SecondBot}:another-token-of-the-tests");

        await host.Ann.With(SecondBot).SayAsync("To the second?", cancellationToken: Token);
        var second = await host.Dialog.NextTurnAsync();
        Assert.Equal((SecondBot, "To the second?"), (second.Question.Bot.Id, second.Question.Text));
        Assert.InRange(second.Question.UpdateId, 1, first.Question.UpdateId);
    }
}
