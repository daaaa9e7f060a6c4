using WisdomWave.Ingress.Tests.Standing;

namespace WisdomWave.Ingress.Tests.Receiving;

public sealed class ChangedTokenTests
{
    private const long SecondBot = 210201543;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ATokenThatIsSwappedForAnotherBotsStartsClean()
    {
        await using var host = await IngressHost.StartAsync();
        // Bots' updates are numbered each for itself: those of the second are to be lower than what the first has confirmed.
        await host.Playground.Client.InjectRawUpdatesAsync(Enumerable.Repeat("{}", 2000), Token);
        var first = await host.AskAsync("To the first?");
        await host.StopAsync();
        await host.RunAsync($"TELEGRAM_BOT_TOKEN={SecondBot}:another-token-of-the-tests");

        await host.Ann.With(SecondBot).SayAsync("To the second?", cancellationToken: Token);
        var second = await host.Dialog.NextTurnAsync();
        Assert.Equal((SecondBot, "To the second?"), (second.Question.Bot.Id, second.Question.Text));
        Assert.InRange(second.Question.UpdateId, 1, first.Question.UpdateId);
    }
}
