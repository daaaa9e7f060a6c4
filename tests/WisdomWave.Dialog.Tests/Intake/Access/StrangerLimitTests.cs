using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access.Claiming;

namespace WisdomWave.Dialog.Tests.Intake.Access;

/// <summary>Messages of people without access, who could flood the bot.</summary>
public sealed class StrangerLimitTests
{
    private const string Later = "Too many attempts. Please try again in ten minutes.";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AfterTheOneAnswerAStrangersMessagesAreNeitherAnsweredNorStored()
    {
        await using var dialog = await DialogService.StartAsync("--Access:AllowedUsers=5");
        Assert.StartsWith("Sorry", (await dialog.AskAsync("hello", person: 6)).Markdown, StringComparison.Ordinal);
        var stored = await StoredAsync(dialog);
        Assert.Equal((1, 1), stored);

        await IsDroppedAsync(dialog, dialog.Message("again", person: 6));
        await IsDroppedAsync(dialog, dialog.Message("/help", person: 6));
        await IsDroppedAsync(dialog, dialog.Message("in a group", person: 6, chat: -100));
        await IsDroppedAsync(dialog, dialog.Message("another stranger in a group", person: 8, chat: -100));

        Assert.Equal(stored, await StoredAsync(dialog));
    }

    [Fact]
    public async Task ARepeatedUpdateOfAStrangerJoinsItsAnswer()
    {
        await using var dialog = await DialogService.StartAsync("--Access:AllowedUsers=5");
        var message = dialog.Message("hello", person: 6);

        var first = await dialog.SendAsync(message);

        Assert.Equal(DialogService.ReplyOf(first), DialogService.ReplyOf(await dialog.SendAsync(message)));
    }

    [Fact]
    public async Task ABotTellsALimitedNumberOfStrangersAMinute()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var dialog = await DialogService.StartAtAsync(time, "--Access:AllowedUsers=5", "--RateLimits:StrangersPerMinute=2");

        Assert.StartsWith("Sorry", (await dialog.AskAsync("hello", person: 6)).Markdown, StringComparison.Ordinal);
        Assert.StartsWith("Sorry", (await dialog.AskAsync("hello", person: 8)).Markdown, StringComparison.Ordinal);
        await IsDroppedAsync(dialog, dialog.Message("hello", person: 9));
        var another = dialog.Message("hello", person: 9) with { Bot = new BotIdentity(70, "other_bot") };
        Assert.StartsWith("Sorry", DialogService.ReplyOf(await dialog.SendAsync(another)).Markdown, StringComparison.Ordinal);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.StartsWith("Sorry", (await dialog.AskAsync("hello", person: 10)).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARefusedClaimIsAnsweredOnceInTenMinutes()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var dialog = await DialogService.StartAtAsync(time, "--Access:Open=");
        for (var i = 0; i < 5; i++)
            Assert.NotEqual(new Reply(Later), await dialog.AskAsync("/start AAAA-AAAA", person: 6));

        Assert.Equal(new Reply(Later), await dialog.AskAsync("/start AAAA-AAAA", person: 6));
        var stored = await StoredAsync(dialog);
        await IsDroppedAsync(dialog, dialog.Message("/start AAAA-AAAA", person: 6));
        Assert.Equal(stored, await StoredAsync(dialog));
        time.Advance(TimeSpan.FromMinutes(10));

        Assert.StartsWith("This is not the code.", (await dialog.AskAsync("/start AAAA-AAAA", person: 6)).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void AnswersToRefusedClaimsAreLimitedPerBot()
    {
        var time = new FakeTimeProvider();
        var guesses = new ClaimGuesses(time);

        Assert.Equal(20, Enumerable.Range(0, 60).Count(person => guesses.MayAnswer(botId: 7, person)));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(20, Enumerable.Range(100, 60).Count(person => guesses.MayAnswer(botId: 7, person)));
    }

    private static async Task IsDroppedAsync(DialogService dialog, InboundMessage message)
    {
        var accepted = Assert.IsType<TurnAccepted>(Assert.Single(await dialog.SendAsync(message)));
        Assert.True(accepted.Turn.IsDelivered);
    }

    private static async Task<(int Updates, int Turns)> StoredAsync(DialogService dialog)
    {
        await using var database = dialog.OpenDatabase();
        return (await database.Inbox.CountAsync(Token), await database.Turns.CountAsync(Token));
    }
}
