using WisdomWave.Playground.Faults;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>A fault in one chat does not stop the others. Their latency is in the report; no test asserts it.</summary>
[Collection(nameof(StandingFleet))]
public sealed class NeighbourTests(StandingFleetFixture fixture, ITestOutputHelper output) : FaultTest(output)
{
    private const string TimedOut = "The model took too long to answer. Please ask again.";

    private readonly Fleet _fleet = fixture.Fleet;

    [Fact]
    public async Task OneChatsFloodWaitHoldsUpNobodyElse()
    {
        await ReportUndisturbedAsync();
        var eve = await _fleet.Outside.Client.AddPersonAsync("Eve", "en", Token);
        await _fleet.Outside.Client.FailAsync(new BotFault { ChatId = eve.ChatId, Status = 429, RetryAfter = 600, Times = 1_000 }, Token);

        var verdict = await AskDuringAsync(_fleet, "one chat in a flood wait", async crowd =>
        {
            await eve.SayAsync("long 20", cancellationToken: Token);
            await AskedForAWhileAsync(crowd);
        });
        await _fleet.Outside.Client.ClearFaultsAsync(Token);

        AssertNothingLost(verdict);
        Assert.DoesNotContain(await _fleet.Outside.Client.BotCallsAsync("sendMessage", eve.ChatId, Token), call => call.Status == 200);
    }

    [Fact]
    public async Task OneChatsHangingCallsHoldUpNobodyElse()
    {
        await ReportUndisturbedAsync();
        var eve = await _fleet.Outside.Client.AddPersonAsync("Eve", "en", Token);
        var mallory = await _fleet.Outside.Client.AddPersonAsync("Mallory", "en", Token);
        await mallory.ChooseModelAsync(StandingFleetFixture.HangingModel, Token);
        await _fleet.Outside.Client.FailAsync(new BotFault { ChatId = eve.ChatId, Kind = BotFaultKind.Hang, Times = 1_000 }, Token);
        await _fleet.Outside.Client.FailAsync(new ModelFault { Contains = "hang on", Kind = ModelFaultKind.Hang, Times = 10 }, Token);

        var verdict = await AskDuringAsync(_fleet, "one chat's calls of Telegram and another's of the model hang", async crowd =>
        {
            await eve.SayAsync("long 20", cancellationToken: Token);
            await mallory.SayAsync("hang on", cancellationToken: Token);
            await AskedForAWhileAsync(crowd);
        });

        AssertNothingLost(verdict);
        Assert.DoesNotContain(await _fleet.Outside.Client.BotCallsAsync("sendMessage", eve.ChatId, Token), call => call.Status == 200);
        // The person whose model call hangs gets one message about it.
        Assert.Equal([TimedOut], (await mallory.ReadAnswersAsync(Token)).Select(answer => answer.Text));

        await _fleet.Outside.Client.ClearFaultsAsync(Token);
    }

    /// <summary>For comparison with the latencies of both tests.</summary>
    private async Task ReportUndisturbedAsync()
    {
        if (fixture.IsUndisturbedReported)
            return;

        fixture.IsUndisturbedReported = true;
        await AskDuringAsync(_fleet, "nobody disturbed", AskedForAWhileAsync);
    }
}
