using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Turns.Regenerating;

public class ContinueStopUndoTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnAnswerCutByItsLengthIsContinuedInANewTurn()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(new CompletionDelta("One, two"), ScriptedCompletion.Done(FinishKind.Length));
        var events = await dialog.SendAsync(dialog.Message("Count."));
        var turn = ((TurnAccepted)events[0]).Turn;
        var data = ButtonData.For(ButtonData.Continue, turn.Id);
        Assert.Equal(new ReplyButton("▶️ Continue", data), DialogService.ReplyOf(events).Buttons![0][1]);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying(", three");

        var press = dialog.Press(data);
        var outcome = await dialog.PressAsync(press);
        var rest = await dialog.JoinAsync(outcome.Turn!.Id);
        var again = await dialog.PressAsync(press);

        Assert.Equal(", three", DialogService.ReplyOf(rest).Markdown);
        Assert.Empty(outcome.Turn.Delivered);
        Assert.Equal(outcome.Turn.Id, again.Turn!.Id);
        const string GoOn = "Continue your last answer exactly where it broke off, without repeating anything.";
        Assert.Equal(["Count.", "One, two", GoOn], dialog.LastPrompt);
        await dialog.AskAsync("And now backwards.");
        Assert.Equal(["Count.", "One, two", GoOn, ", three", "And now backwards."], dialog.LastPrompt);
        Assert.Equal(new PressOutcome("I can only continue the last answer."), await dialog.PressAsync(data));
    }

    [Fact]
    public async Task OnlyThePersonWhoAskedAndAdminsStopAnAnswer()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("Half", context);
        var turn = await dialog.StreamingAsync(dialog.Message("hello", person: 5, chat: -100));
        var data = ButtonData.For(ButtonData.Stop, turn);

        var others = await dialog.PressAsync(dialog.Press(data, person: 6, chat: -100, isAdmin: false) with { From = new Person(6, "Boris", "ru") });
        var owners = await dialog.PressAsync(dialog.Press(data, person: 5, chat: -100, isAdmin: false));
        var reply = DialogService.ReplyOf(await dialog.JoinAsync(turn));
        var late = await dialog.PressAsync(dialog.Press(data, person: 5, chat: -100));

        Assert.Equal(new PressOutcome("Эта кнопка для того, кто спросил, и для админов."), others);
        Assert.Equal(new PressOutcome(), owners);
        Assert.Equal(("Half", "⏹ Stopped."), (reply.Markdown, reply.Footnote));
        Assert.Equal(new PressOutcome("I am not writing anything at the moment."), late);
    }

    [Fact]
    public async Task AQueuedQuestionIsStoppedBeforeItRuns()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("Half", context);
        var running = await dialog.StreamingAsync(dialog.Message("first"));
        var waiting = await dialog.AcceptedAsync(dialog.Message("second"));

        Assert.Equal(new PressOutcome(), await dialog.PressAsync(ButtonData.For(ButtonData.Stop, waiting)));
        await dialog.PressAsync(ButtonData.For(ButtonData.Stop, running));

        Assert.Equal("⏹ Stopped.", DialogService.ReplyOf(await dialog.JoinAsync(waiting)).Markdown);
    }

    [Fact]
    public async Task UndoRemovesTheLastQuestionAndThenTheOneBefore()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AnsweredAsync(dialog.Message("one"));
        await dialog.AnsweredAsync(dialog.Message("two"));
        await dialog.AnsweredAsync(dialog.Message("three"));

        Assert.Equal(new Reply("↩️ Removed, with my answer: “three”"), await dialog.AskAsync("/undo"));
        Assert.Equal(new Reply("↩️ Убрано вместе с моим ответом: «two»"), await dialog.AskAsync("/undo", language: "ru"));
        await dialog.AskAsync("next");
        Assert.Equal(["one", "You said: one", "next"], dialog.LastPrompt);
        await dialog.RestartAsync();
        await dialog.AskAsync("again");
        Assert.Equal(["one", "You said: one", "next", "You said: next", "again"], dialog.LastPrompt);
        await using var database = dialog.OpenDatabase();
        Assert.DoesNotContain("two", await database.Turns.Select(turn => turn.Question).ToListAsync(Token));
    }

    [Fact]
    public async Task UndoWithoutAQuestionSaysSo()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AskAsync("one");
        await dialog.AskAsync("/undo");

        Assert.Equal(new Reply("Nothing left to remove."), await dialog.AskAsync("/undo"));
    }

    [Fact]
    public async Task AnAnswerFromTheCacheSaysSo()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            new CompletionDelta("Known"), new CompletionCompleted(FinishKind.Stop, AnswerSource.Cache, "test-model", ScriptedCompletion.Usage));

        Assert.Equal(new Reply("Known", "⚡ From the cache"), await dialog.AskAsync("hello"));
    }
}
