using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Turns.Regenerating;

public class RegenerateTests
{
    [Fact]
    public async Task AnAnswerHasARegenerateButton()
    {
        await using var dialog = await DialogService.StartAsync();

        var events = await dialog.SendAsync(dialog.Message("hello"));

        var turn = ((TurnAccepted)events[0]).Turn;
        Assert.Equal([[new ReplyButton("🔄", ButtonData.For(ButtonData.Regenerate, turn.Id))]], DialogService.ReplyOf(events).Buttons!);
        Assert.Equal(DialogService.ReplyOf(events).Buttons!, DialogService.ReplyOf(await dialog.JoinAsync(turn.Id)).Buttons!);
    }

    [Fact]
    public async Task TheNewAnswerTakesThePlaceOfTheOldOne()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AskAsync("first");
        var old = ((TurnAccepted)(await dialog.SendAsync(dialog.Message("hello")))[0]).Turn;
        await dialog.ReportAsync(old.Id, 0, new PartReport(100, PartState.Final));
        await dialog.ReportAsync(old.Id, 1, new PartReport(101, PartState.Last));
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("another answer");

        var outcome = await dialog.PressAsync(ButtonData.For(ButtonData.Regenerate, old.Id));

        Assert.Null(outcome.Toast);
        Assert.Equal(old with { Id = outcome.Turn!.Id, Delivered = outcome.Turn.Delivered }, outcome.Turn);
        Assert.Equal([new(0, 100, PartState.Placeholder), new(1, 101, PartState.Placeholder)], outcome.Turn.Delivered);
        Assert.Equal("another answer", DialogService.ReplyOf(await dialog.JoinAsync(outcome.Turn.Id)).Markdown);
        Assert.True(dialog.Completion.Requests.Last().Fresh);
        Assert.Equal(["first", "You said: first", "hello"], dialog.LastPrompt);

        await dialog.AskAsync("next");
        Assert.Equal(["first", "You said: first", "hello", "another answer", "next"], dialog.LastPrompt);
        Assert.False(dialog.Completion.Requests.Last().Fresh);
        await dialog.RestartAsync();
        await dialog.AskAsync("after a restart");
        Assert.Equal(["first", "You said: first", "hello", "another answer", "next", "another answer", "after a restart"], dialog.LastPrompt);
    }

    [Fact]
    public async Task AShorterAnswerDropsItsSurplusParts()
    {
        await using var dialog = await DialogService.StartAsync();
        var old = ((TurnAccepted)(await dialog.SendAsync(dialog.Message("hello")))[0]).Turn;
        await dialog.ReportAsync(old.Id, 0, new PartReport(100, PartState.Final));
        await dialog.ReportAsync(old.Id, 1, new PartReport(101, PartState.Last));
        var again = (await dialog.PressAsync(ButtonData.For(ButtonData.Regenerate, old.Id))).Turn!;
        await dialog.JoinAsync(again.Id);

        await dialog.ReportAsync(again.Id, 0, new PartReport(100, PartState.Last));

        Assert.Equal([new DeliveredPart(0, 100, PartState.Last)], ((TurnAccepted)Assert.Single(await dialog.JoinAsync(again.Id))).Turn.Delivered);
    }

    /// <summary>One query finds out whose answer it is, one reads the new turn; the writer's transaction comes between them.</summary>
    [Fact]
    public async Task APressQueriesTheDatabaseTwice()
    {
        // The clock stands still, so the sweep for unfinished turns, which queries too, runs only once: at the start.
        await using var dialog = await DialogService.StartAtAsync(
            new FakeTimeProvider(DialogService.Now), "--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command=Information");
        await Eventually.HoldsAsync(() => Queries(dialog).Any(query => query.Contains("SELECT DISTINCT", StringComparison.Ordinal)), "the start has swept");
        var old = await dialog.AnsweredAsync(dialog.Message("hello"));
        var answering = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.SayingAfter(answering.Task, "again");
        var before = Queries(dialog).Count;

        var outcome = await dialog.PressAsync(ButtonData.For(ButtonData.Regenerate, old.Id));

        Assert.NotNull(outcome.Turn);
        Assert.Equal(before + 2, Queries(dialog).Count);
        answering.SetResult();
        Assert.Equal("again", DialogService.ReplyOf(await dialog.JoinAsync(outcome.Turn.Id)).Markdown);
    }

    /// <summary>Access is checked for the chat of the press, and a modified client can send any turn's id.</summary>
    [Theory]
    [InlineData(ButtonData.Regenerate)]
    [InlineData(ButtonData.Continue)]
    [InlineData(ButtonData.Stop)]
    public async Task AButtonOfAnotherChatOrBotHasNoEffect(string button)
    {
        await using var dialog = await DialogService.StartAsync();
        var turn = await dialog.AnsweredAsync(dialog.Message("hello"));
        var press = dialog.Press(ButtonData.For(button, turn.Id));

        var inGroup = await dialog.PressAsync(dialog.Press(press.Data, chat: -100));
        var ofOtherBot = await dialog.PressAsync(press with { Bot = press.Bot with { Id = press.Bot.Id + 1 }, UpdateId = press.UpdateId + 1 });

        Assert.Equal((null, null), (inGroup.Turn, ofOtherBot.Turn));
        Assert.Single(dialog.Completion.Requests);
    }

    [Fact]
    public async Task ARepeatedPressIsOneTurn()
    {
        await using var dialog = await DialogService.StartAsync();
        var old = await dialog.AnsweredAsync(dialog.Message("hello"));
        var press = dialog.Press(ButtonData.For(ButtonData.Regenerate, old.Id));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => dialog.PressAsync(press)));
        await dialog.JoinAsync(outcomes[0].Turn!.Id);
        var late = await dialog.PressAsync(press);

        Assert.Single(outcomes.Append(late).Select(outcome => outcome.Turn!.Id).Distinct());
        Assert.Equal(2, dialog.Completion.Requests.Count);
    }

    [Fact]
    public async Task OnlyTheLastQuestionIsRegenerated()
    {
        await using var dialog = await DialogService.StartAsync();
        var first = await dialog.AnsweredAsync(dialog.Message("first"));
        await dialog.AnsweredAsync(dialog.Message("second"));

        var outcome = await dialog.PressAsync(ButtonData.For(ButtonData.Regenerate, first.Id));

        Assert.Equal(new PressOutcome("I can only answer the last question again."), outcome);
        Assert.Equal(2, dialog.Completion.Requests.Count);
    }

    [Fact]
    public async Task InAGroupOnlyThePersonWhoAskedAndAdminsMayPress()
    {
        await using var dialog = await DialogService.StartAsync();
        var turn = await dialog.AnsweredAsync(dialog.Message("hello", person: 5, chat: -100));
        var data = ButtonData.For(ButtonData.Regenerate, turn.Id);

        var others = await dialog.PressAsync(dialog.Press(data, person: 6, chat: -100, isAdmin: false));
        var admins = await dialog.PressAsync(dialog.Press(data, person: 7, chat: -100, isAdmin: true));

        Assert.Equal(new PressOutcome("Only the person who asked, or an admin, can use this button."), others);
        Assert.Equal((5L, turn.ReplyToMessageId), (admins.Turn!.UserId!.Value, admins.Turn.ReplyToMessageId));
    }

    [Fact]
    public async Task RetryRegeneratesTheLastAnswerInPlace()
    {
        await using var dialog = await DialogService.StartAsync();
        var old = await dialog.AnsweredAsync(dialog.Message("hello"));
        await dialog.AnsweredAsync(dialog.Message("/help"));
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("better");

        var events = await dialog.SendAsync(dialog.Message("/retry"));

        var turn = ((TurnAccepted)events[0]).Turn;
        Assert.True(turn.Streams);
        Assert.Equal([new DeliveredPart(0, 1001, PartState.Placeholder)], turn.Delivered);
        Assert.Equal("better", DialogService.ReplyOf(events).Markdown);
        Assert.NotEqual(old.Id, turn.Id);
        Assert.True(dialog.Completion.Requests.Last().Fresh);
    }

    [Fact]
    public async Task RetryAlsoRetriesAFailedQuestion()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(new CompletionFailed(FailureKind.RateLimited));
        var failed = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello")));
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("at last");

        Assert.NotNull(failed.Buttons);
        Assert.Equal(new Reply("at last"), await dialog.AskAsync("/retry"));
    }

    [Fact]
    public async Task RetryWithoutAQuestionSaysSo()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AskAsync("hello");
        await dialog.AskAsync("/forget");

        Assert.Equal(new Reply("There is no question yet that I could answer again."), await dialog.AskAsync("/retry"));
    }

    [Fact]
    public async Task ARegeneratedTurnResumesInPlaceAfterARestart()
    {
        await using var dialog = await DialogService.StartAsync();
        var old = await dialog.AnsweredAsync(dialog.Message("hello"));
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("lost", context);
        var turn = (await dialog.PressAsync(ButtonData.For(ButtonData.Regenerate, old.Id))).Turn!;
        await dialog.AskedAsync(2);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("answered after all");

        await dialog.RestartAsync();
        var undelivered = Assert.Single(await dialog.UndeliveredAsync());
        var events = await dialog.JoinAsync(turn.Id);

        Assert.Equal(turn.Id, undelivered.Id);
        Assert.Equal([new DeliveredPart(0, 1001, PartState.Placeholder)], undelivered.Delivered);
        Assert.Equal("answered after all", DialogService.ReplyOf(events).Markdown);
        Assert.True(dialog.Completion.Requests.Last().Fresh);
    }

    [Fact]
    public async Task AnInvalidPressGetsAToast()
    {
        await using var dialog = await DialogService.StartAsync();

        foreach (var data in (string[])["", "again:", "again:xyz", "set:", "set:Nonsense", "set:99", "set:Model=none", "unpin:", "unpin:99999999999999999999", "unpin:7"])
            Assert.Equal(new PressOutcome("This button no longer works."), await dialog.PressAsync(data));
        Assert.Equal("I can only answer the last question again.", (await dialog.PressAsync(ButtonData.For(ButtonData.Regenerate, Guid.CreateVersion7()))).Toast);
    }

    private static IReadOnlyList<string> Queries(DialogService dialog) => dialog.Log.Of(LogLevel.Information, "Microsoft.EntityFrameworkCore.Database.Command");
}
