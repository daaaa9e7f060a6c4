using WisdomWave.Playground.Faults;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>What befalls one chat is not felt in the others. How much they feel is in the report; a test's clock is no measure.</summary>
[Collection(nameof(StandingFleet))]
public sealed class NeighbourTests(StandingFleetFixture fixture, ITestOutputHelper output) : FaultTest(output)
{
    private const string TimedOut = "The model took too long to answer. Please ask again.";

    private readonly Fleet _fleet = fixture.Fleet;

    [Fact]
    public async Task OneChatsFloodWaitHoldsUpNobodyElse()
    {
        await AskDuringAsync(_fleet, "nobody disturbed", _ => Task.Delay(Duration, Token));
        var eve = await _fleet.Outside.Client.AddPersonAsync("Eve", "en", Token);
        await _fleet.Outside.Client.FailAsync(new BotFault { ChatId = eve.ChatId, Status = 429, RetryAfter = 600, Times = 1_000 }, Token);

        var verdict = await AskDuringAsync(_fleet, "one chat in a flood wait", async _ =>
        {
            await eve.SayAsync("long 20", cancellationToken: Token);
            await Task.Delay(Duration, Token);
        });
        await _fleet.Outside.Client.ClearFaultsAsync(Token);

        AssertNothingLost(verdict);
        Assert.DoesNotContain(await _fleet.Outside.Client.BotCallsAsync("sendMessage", eve.ChatId, Token), call => call.Status == 200);
    }

    [Fact]
    public async Task OneChatsHangingCallsHoldUpNobodyElse()
    {
        await AskDuringAsync(_fleet, "nobody disturbed", _ => Task.Delay(Duration, Token));
        var eve = await _fleet.Outside.Client.AddPersonAsync("Eve", "en", Token);
        var mallory = await _fleet.Outside.Client.AddPersonAsync("Mallory", "en", Token);
        await _fleet.Outside.Client.FailAsync(new BotFault { ChatId = eve.ChatId, Kind = BotFaultKind.Hang, Times = 1_000 }, Token);
        await _fleet.Outside.Client.FailAsync(new ModelFault { Contains = "hang on", Kind = ModelFaultKind.Hang, Times = 10 }, Token);

        var verdict = await AskDuringAsync(_fleet, "one chat's calls of Telegram and another's of the model hang", async _ =>
        {
            await eve.SayAsync("long 20", cancellationToken: Token);
            await mallory.SayAsync("hang on", cancellationToken: Token);
            await Task.Delay(Duration, Token);
        });

        AssertNothingLost(verdict);
        Assert.DoesNotContain(await _fleet.Outside.Client.BotCallsAsync("sendMessage", eve.ChatId, Token), call => call.Status == 200);
        // Whom the model leaves waiting is told so, once.
        Assert.Equal([TimedOut], (await mallory.ReadAnswersAsync(cancellationToken: Token)).Select(answer => answer.Text));

        await _fleet.Outside.Client.ClearFaultsAsync(Token);
    }
}
