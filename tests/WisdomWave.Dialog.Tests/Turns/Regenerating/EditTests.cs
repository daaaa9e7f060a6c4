using WisdomWave.Contracts.Dialog;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Turns.Regenerating;

public class EditTests
{
    [Fact]
    public async Task AnEditedLastQuestionIsAnsweredInPlace()
    {
        await using var dialog = await DialogService.StartAsync();
        var question = dialog.Message("helo");
        await dialog.AnsweredAsync(question);

        var events = await dialog.SendAsync(Edited(dialog, question, "hello"));

        Assert.Equal([new DeliveredPart(0, 1001, PartState.Placeholder)], ((TurnAccepted)events[0]).Turn.Delivered);
        Assert.Equal("You said: hello", DialogService.ReplyOf(events).Markdown);
        await dialog.AskAsync("next");
        Assert.Equal(["hello", "You said: hello", "next"], dialog.LastPrompt);
    }

    [Fact]
    public async Task AnEditOfAQuestionBeingAnsweredStopsThatAnswer()
    {
        await using var dialog = await DialogService.StartAsync();
        var cancelled = new TaskCompletionSource();
        dialog.Completion.Answer = (_, context) =>
        {
            context.RequestAborted.Register(cancelled.SetResult);
            return ScriptedCompletion.Hanging("Half an ans", context);
        };
        var question = dialog.Message("helo");
        var old = await dialog.StreamingAsync(question);
        await dialog.ReportAsync(old, 0, new PartReport(100, PartState.Placeholder));
        using var following = await dialog.OpenAsync(old);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("whole");

        var events = await dialog.SendAsync(Edited(dialog, question, "hello"));
        await cancelled.Task.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);

        Assert.Equal([new DeliveredPart(0, 100, PartState.Placeholder)], ((TurnAccepted)events[0]).Turn.Delivered);
        Assert.Equal("whole", DialogService.ReplyOf(events).Markdown);
        Assert.DoesNotContain(await DialogService.EventsOfAsync(following), turnEvent => turnEvent is TurnCompleted or TurnFailed);
        await dialog.AskAsync("next");
        Assert.Equal(["hello", "whole", "next"], dialog.LastPrompt);
    }

    [Fact]
    public async Task AnEditOfAQueuedQuestionChangesItsText()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("first answer", context);
        var running = await dialog.StreamingAsync(dialog.Message("first"));
        var waiting = dialog.Message("secnd");
        await dialog.AcceptedAsync(waiting);

        var edited = Edited(dialog, waiting, "second");
        await dialog.AcceptedAsync(edited);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("second answer");
        await dialog.PressAsync(ButtonData.For(ButtonData.Stop, running));

        Assert.Equal("second answer", DialogService.ReplyOf(await dialog.SendAsync(edited)).Markdown);
        Assert.Equal(["first", "first answer", "second"], dialog.LastPrompt);
        Assert.Equal(2, dialog.Completion.Requests.Count);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("/help")]
    [InlineData("забудь")]
    public async Task AnEditThatAsksNothingNewChangesNothing(string text)
    {
        await using var dialog = await DialogService.StartAsync();
        var question = dialog.Message("hello");
        await dialog.AnsweredAsync(question);

        await AssertNothingHappens(dialog, Edited(dialog, question, text));
    }

    [Fact]
    public async Task AnEditOfAnEarlierQuestionOrOfACommandChangesNothing()
    {
        await using var dialog = await DialogService.StartAsync();
        var first = dialog.Message("first");
        await dialog.AnsweredAsync(first);
        var command = dialog.Message("/help");
        await dialog.AnsweredAsync(command);
        await dialog.AnsweredAsync(dialog.Message("second"));

        await AssertNothingHappens(dialog, Edited(dialog, first, "changed"));
        await AssertNothingHappens(dialog, Edited(dialog, command, "changed"));
    }

    [Fact]
    public async Task AnEditOfAMessageThatWasNeverAcceptedIsAQuestion()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AnsweredAsync(dialog.Message("first"));

        var events = await dialog.SendAsync(dialog.Message("now with a mention") with { IsEdit = true });

        Assert.Equal("You said: now with a mention", DialogService.ReplyOf(events).Markdown);
        Assert.Empty(((TurnAccepted)events[0]).Turn.Delivered);
    }

    [Fact]
    public async Task ARepeatedEditIsTheSameTurn()
    {
        await using var dialog = await DialogService.StartAsync();
        var question = dialog.Message("helo");
        await dialog.AnsweredAsync(question);
        var edit = Edited(dialog, question, "hello");

        var first = await dialog.SendAsync(edit);
        var second = await dialog.SendAsync(edit);

        Assert.Equal(((TurnAccepted)first[0]).Turn.Id, ((TurnAccepted)second[0]).Turn.Id);
        Assert.Equal(2, dialog.Completion.Requests.Count);
    }

    private static InboundMessage Edited(DialogService dialog, InboundMessage message, string text) =>
        message with { UpdateId = dialog.Message("").UpdateId, Text = text, IsEdit = true };

    private static async Task AssertNothingHappens(DialogService dialog, InboundMessage edit)
    {
        var before = dialog.Completion.Requests.Count;
        Assert.True(Assert.IsType<TurnAccepted>(Assert.Single(await dialog.SendAsync(edit))).Turn.IsDelivered);
        Assert.Equal(before, dialog.Completion.Requests.Count);
        Assert.Empty(await dialog.UndeliveredAsync());
    }
}
