using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Intake.Limits;

public sealed class LimitTests
{
    [Fact]
    public async Task AskingTooFastIsRefusedAndExplainedOnceAMinute()
    {
        await using var dialog = await StartAsync("--RateLimits:QuestionsPerMinute=2");
        await dialog.AskAsync("one");
        await dialog.SendAsync(dialog.Message("two", chat: -100));

        Assert.Equal(
            new Reply("🐢 That was too fast: I answer up to 2 questions a minute. Please ask again in a moment."), await dialog.AskAsync("three"));
        await IsSilentAsync(dialog, "four");
        await IsSilentAsync(dialog, "/retry");
        Assert.Equal(new Reply("I am not writing anything at the moment."), await dialog.AskAsync("/stop"));
        Assert.Equal(new Reply("You said: of somebody else"), await dialog.AskAsync("of somebody else", person: 6));
        Assert.Equal(3, dialog.Completion.Requests.Count);
    }

    [Fact]
    public async Task AfterAMinuteQuestionsAreAnsweredAndRefusalsExplainedAgain()
    {
        var time = new FakeTimeProvider(DialogService.Now);
        await using var dialog = await StartAsync(time, "--RateLimits:QuestionsPerMinute=1");
        await dialog.AskAsync("one");
        Assert.StartsWith("🐢", (await dialog.AskAsync("two")).Markdown, StringComparison.Ordinal);
        await IsSilentAsync(dialog, "three");

        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(new Reply("You said: four"), await dialog.AskAsync("four"));
        Assert.StartsWith("🐢", (await dialog.AskAsync("five")).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AButtonThatAsksCountsTowardsTheLimit()
    {
        await using var dialog = await StartAsync("--RateLimits:QuestionsPerMinute=1");
        var turn = await dialog.AnsweredAsync(dialog.Message("one"));

        var outcome = await dialog.PressAsync(ButtonData.For(ButtonData.Regenerate, turn.Id));

        Assert.Equal(new PressOutcome("🐢 That was too fast: I answer up to 1 question a minute. Please ask again in a moment."), outcome);
    }

    [Fact]
    public async Task ThePartsOfALongTextCountAsOneQuestion()
    {
        await using var dialog = await StartAsync("--RateLimits:QuestionsPerMinute=1", "--Merging:QuietTime=00:00:30");
        var question = dialog.Message(new string('a', 3500));
        await dialog.AcceptedAsync(question);
        await dialog.AcceptedAsync(dialog.Message("and the end"));

        Assert.EndsWith("and the end", DialogService.ReplyOf(await dialog.SendAsync(question)).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARepeatedUpdateIsNotLimited()
    {
        await using var dialog = await StartAsync("--RateLimits:QuestionsPerMinute=1");
        var message = dialog.Message("one");
        var first = await dialog.SendAsync(message);

        Assert.Equal(DialogService.Words(first[^1]), DialogService.Words((await dialog.SendAsync(message))[^1]));
    }

    [Fact]
    public async Task WaitingMessagesAreLimited()
    {
        await using var dialog = await StartAsync("--RateLimits:PendingMessages=2");
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("Half", context);
        await dialog.StreamingAsync(dialog.Message("one"));
        await dialog.AcceptedAsync(dialog.Message("two"));

        Assert.Equal(
            new Reply("🐢 I still have many of your messages to answer. Please wait for those first."), await dialog.AskAsync("three"));
        await IsSilentAsync(dialog, "four");
        await IsSilentAsync(dialog, "/help");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("fine");
        Assert.Equal(new Reply("fine"), await dialog.AskAsync("hello", person: 6));
    }

    [Fact]
    public async Task AnOverlongQuestionIsRefused()
    {
        await using var dialog = await StartAsync("--RateLimits:LongestQuestion=1000");

        Assert.Equal(
            new Reply("This message is too long for me: 1,001 characters, and I read at most 1,000. Please send a shorter one or split it."),
            await dialog.AskAsync(new string('a', 1001)));
        Assert.Empty(dialog.Completion.Requests);
        Assert.Equal(new Reply("You said: " + new string('b', 1000)), await dialog.AskAsync(new string('b', 1000)));
    }

    [Fact]
    public async Task AFloodOfCommandsGetsAFewRepliesOneRefusalAndThenSilence()
    {
        await using var dialog = await StartAsync("--RateLimits:CommandsPerMinute=3");
        var replies = new List<Reply>();
        for (var i = 0; i < 1000; i++)
        {
            if (ReplyTo(await dialog.SendAsync(dialog.Message("/help"))) is { } reply)
                replies.Add(reply);
        }

        Assert.Equal(4, replies.Count);
        Assert.Equal("🐢 That was too fast: I take up to 3 commands a minute. Please try again in a moment.", replies[^1].Markdown);
        // Only these are stored and delivered.
        Assert.Equal(4, (await dialog.UndeliveredAsync()).Count);
        await using var database = dialog.OpenDatabase();
        Assert.Equal(4, await database.Inbox.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(replies[0], ReplyTo(await dialog.SendAsync(dialog.Message("/help", person: 6))));
        Assert.Equal(new Reply("You said: a question is another matter"), await dialog.AskAsync("a question is another matter"));
    }

    [Fact]
    public async Task AStopThatIsRefusedSilentlyStillStops()
    {
        await using var dialog = await StartAsync("--RateLimits:CommandsPerMinute=1");
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("Half", context);
        await dialog.AskAsync("/help");
        Assert.StartsWith("🐢", (await dialog.AskAsync("/help")).Markdown, StringComparison.Ordinal);
        var turn = await dialog.StreamingAsync(dialog.Message("one"));

        await IsSilentAsync(dialog, "/stop");

        Assert.Equal("Half", DialogService.ReplyOf(await dialog.JoinAsync(turn)).Markdown);
    }

    [Fact]
    public async Task ARepeatedUpdateOfAnAcceptedCommandJoinsItsTurnDuringSilence()
    {
        await using var dialog = await StartAsync("--RateLimits:CommandsPerMinute=1");
        var accepted = dialog.Message("/help");
        var reply = ReplyTo(await dialog.SendAsync(accepted));
        await dialog.AskAsync("/help");
        await IsSilentAsync(dialog, "/help");

        Assert.NotNull(reply);
        Assert.Equal(reply, ReplyTo(await dialog.SendAsync(accepted)));
    }

    /// <summary>The clock stands still: no slow machine reaches the end of a minute, or of the wait for another part.</summary>
    private static Task<DialogService> StartAsync(params string[] settings) => StartAsync(new FakeTimeProvider(DialogService.Now), settings);

    private static Task<DialogService> StartAsync(FakeTimeProvider time, params string[] settings) =>
        DialogService.StartConfiguredAsync(services => services.AddSingleton<TimeProvider>(time), settings);

    private static async Task IsSilentAsync(DialogService dialog, string text) =>
        Assert.Null(ReplyTo(await dialog.SendAsync(dialog.Message(text))));

    /// <summary>The reply, or null when there is nothing to deliver.</summary>
    private static Reply? ReplyTo(IReadOnlyList<TurnEvent> events) => events is [TurnAccepted { Turn.IsDelivered: true }] ? null : DialogService.ReplyOf(events);
}
