using WisdomWave.Playground.Faults;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>Telegram refuses calls, fails, drops connections and repeats updates; afterwards every question has its answer, once and in order.</summary>
[Collection(nameof(StandingFleet))]
public sealed class TelegramFaultTests(StandingFleetFixture fixture, ITestOutputHelper output) : FaultTest(output)
{
    private readonly Fleet _fleet = fixture.Fleet;

    [Fact]
    public async Task NothingIsLostOrDoneTwiceWhenTelegramFails()
    {
        BotFault[] faults =
        [
            new() { Method = "sendMessage", Status = 429, RetryAfter = 1, Times = 3 },
            new() { Method = "editMessageText", Status = 500, Times = 5 },
            new() { Method = "sendMessage", Status = 502, Times = 5 },
            new() { Method = "editMessageText", Status = 429, RetryAfter = 1, Times = 3 },
            new() { Method = "sendMessage", Kind = BotFaultKind.Cut, Times = 5 },
            new() { Method = "editMessageText", Kind = BotFaultKind.CutAfter, Times = 5 },
            new() { Method = "getUpdates", Kind = BotFaultKind.Cut },
            new() { Method = "getUpdates", Status = 500 },
        ];

        // A text that Telegram refuses is sent again without formatting. Once in each chat: if both are refused, the part is given up.
        var refusal = new BotFault { Method = "editMessageText", Status = 400, Description = "Bad Request: can't parse entities" };
        var refused = new HashSet<long>();

        var verdict = await AskDuringAsync(_fleet, "Telegram fails", async crowd =>
        {
            await ForAWhileAsync(async i =>
            {
                var next = i % (faults.Length + 1);
                if (next < faults.Length)
                    await _fleet.Outside.Client.FailAsync(faults[next], Token);
                else if (crowd.Asked.Select(asked => asked.ChatId).FirstOrDefault(refused.Add) is not 0 and var chat)
                    await _fleet.Outside.Client.FailAsync(refusal with { ChatId = chat }, Token);
                await Task.Delay(200, Token);
            });

            // Faults pile up while nobody calls; if they stayed, Telegram would not be healthy again.
            await _fleet.Outside.Client.ClearFaultsAsync(Token);
        });

        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }

    /// <summary>Telegram accepted the message, but its response was lost: the message is found, not sent again.</summary>
    [Fact]
    public async Task NothingIsRepeatedWhenTelegramTakesAMessageAndHangsUp()
    {
        const int cuts = 5;
        var verdict = await AskDuringAsync(_fleet, $"Telegram takes {cuts} messages and hangs up", async crowd =>
        {
            await _fleet.Outside.Client.FailAsync(new BotFault { Method = "sendMessage", Kind = BotFaultKind.CutAfter, Times = cuts, Skip = 10 }, Token);
            await AskedForAWhileAsync(crowd);
        });

        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }

    [Fact]
    public async Task NothingIsLostOrDoneTwiceWhenUpdatesAreRepeatedReversedAndHeldBack()
    {
        var verdict = await AskDuringAsync(_fleet, "updates repeated, reversed, held back", async crowd =>
        {
            await ForAWhileAsync(async i =>
            {
                // Held long enough that a batch has several questions of one person.
                await _fleet.Outside.Client.InjectUpdateFaultAsync(new UpdateFault { Duplicates = 10, Reversals = 2, Held = 40 }, Token);
                await Task.Delay(500, Token);
            });
            await _fleet.Outside.Client.InjectUpdateFaultAsync(new UpdateFault { Held = 0 }, Token);
            // The next question releases the updates that were held.
            await crowd.UntilAskedAsync(1);
        });

        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }

    [Fact]
    public async Task APersonWhoBlocksTheBotIsLeftAloneAndIsAnsweredAgainAfterwards()
    {
        var eve = await _fleet.Outside.Client.AddPersonAsync("Eve", "en", Token);
        var verdict = await AskDuringAsync(_fleet, "somebody blocks the bot", async crowd =>
        {
            // The model holds the rest of the answer back, so that there is something left to send after the block.
            await _fleet.Outside.Client.FailAsync(new ModelFault { Contains = "long 30", Kind = ModelFaultKind.Hold, AfterChunks = 20 }, Token);
            await eve.SayAsync("long 30", cancellationToken: Token);
            await eve.ReadAnswerAsync(message => message.Text?.Length > 0, Token);
            await eve.BlockBotAsync(cancellationToken: Token);
            await _fleet.Outside.Client.ClearFaultsAsync(Token);
            await Eventually.HoldsAsync(async () => await RefusedAsync(eve.ChatId) > 0, "the bot learns that it is blocked");
            await AskedForAWhileAsync(crowd);
            Assert.InRange(await RefusedAsync(eve.ChatId), 1, 5);
            await eve.BlockBotAsync(blocked: false, Token);
        });
        await eve.SayAsync("2 + 2", cancellationToken: Token);

        Assert.Contains("4", (await eve.ReadAnswerAsync(Token)).Text, StringComparison.Ordinal);
        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }

    private async Task<int> RefusedAsync(long chat) =>
        (await _fleet.Outside.Client.BotCallsAsync(chatId: chat, cancellationToken: Token)).Count(call => call.Status == 403);
}
