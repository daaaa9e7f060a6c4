using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Limits;

public sealed class LimitTests
{
    private static readonly Reply Silence = new("");

    [Fact]
    public async Task WhoAsksTooFastIsToldOnceAMinute()
    {
        await using var dialog = await DialogService.StartAsync("--RateLimits:QuestionsPerMinute=2");
        await dialog.AskAsync("one");
        await dialog.SendAsync(dialog.Message("two", chat: -100));

        Assert.Equal(
            new Reply("🐢 That was too fast: I answer up to 2 questions a minute. Please ask again in a moment."), await dialog.AskAsync("three"));
        Assert.Equal(Silence, await dialog.AskAsync("four"));
        Assert.Equal(Silence, await dialog.AskAsync("/retry"));
        Assert.Equal(new Reply("I am not writing anything at the moment."), await dialog.AskAsync("/stop"));
        Assert.Equal(new Reply("You said: of somebody else"), await dialog.AskAsync("of somebody else", person: 6));
        Assert.Equal(3, dialog.Completion.Requests.Count);
    }

    [Fact]
    public async Task APressThatAsksCountsToo()
    {
        await using var dialog = await DialogService.StartAsync("--RateLimits:QuestionsPerMinute=1");
        var turn = await dialog.AnsweredAsync(dialog.Message("one"));

        var outcome = await dialog.PressAsync(ButtonData.For(ButtonData.Regenerate, turn.Id));

        Assert.Equal(new PressOutcome("🐢 That was too fast: I answer up to 1 question a minute. Please ask again in a moment."), outcome);
    }

    [Fact]
    public async Task ThePartsOfALongTextAreOneQuestion()
    {
        await using var dialog = await DialogService.StartAsync("--RateLimits:QuestionsPerMinute=1", "--Joining:QuietTime=00:00:30");
        var question = dialog.Message(new string('a', 3500));
        await dialog.AcceptedAsync(question);
        await dialog.AcceptedAsync(dialog.Message("and the end"));

        Assert.EndsWith("and the end", DialogService.ReplyOf(await dialog.SendAsync(question)).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARepeatedUpdateIsStillItsOwnTurn()
    {
        await using var dialog = await DialogService.StartAsync("--RateLimits:QuestionsPerMinute=1");
        var message = dialog.Message("one");
        var first = await dialog.SendAsync(message);

        Assert.Equal(DialogService.Words(first[^1]), DialogService.Words((await dialog.SendAsync(message))[^1]));
    }

    [Fact]
    public async Task MessagesThatWaitAreBounded()
    {
        await using var dialog = await DialogService.StartAsync("--RateLimits:PendingMessages=2");
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("Half", context);
        await dialog.StreamingAsync(dialog.Message("one"));
        await dialog.AcceptedAsync(dialog.Message("two"));

        Assert.Equal(
            new Reply("🐢 I still have many of your messages to answer. Please wait for those first."), await dialog.AskAsync("three"));
        Assert.Equal(Silence, await dialog.AskAsync("four"));
        Assert.Equal(Silence, await dialog.AskAsync("/help"));
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("fine");
        Assert.Equal(new Reply("fine"), await dialog.AskAsync("hello", person: 6));
    }

    [Fact]
    public async Task AQuestionThatIsFarTooLongIsNotEvenCounted()
    {
        await using var dialog = await DialogService.StartAsync("--RateLimits:LongestQuestion=1000");

        Assert.Equal(
            new Reply("This message is too long for me: 1,001 characters, and I read at most 1,000. Please send a shorter one or split it."),
            await dialog.AskAsync(new string('a', 1001)));
        Assert.Empty(dialog.Completion.Requests);
        Assert.Equal(new Reply("You said: " + new string('b', 1000)), await dialog.AskAsync(new string('b', 1000)));
    }
}
