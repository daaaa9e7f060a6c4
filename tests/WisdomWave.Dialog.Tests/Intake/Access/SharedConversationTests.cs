using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Intake.Access;

/// <summary>A group with a shared conversation: 5 asks, 6 is another member, 9 is an admin.</summary>
public sealed class SharedConversationTests
{
    private const string Refusal = "Only the person who asked, or an admin of this group, can do that.";
    private const string ToastOfRefusal = "Only the person who asked, or an admin, can use this button.";

    [Fact]
    public async Task OnlyTheAskerAndAdminsStopByCommand()
    {
        await using var admins = await GroupAdmins.StartAsync(9);
        await using var dialog = await StartAsync(admins);
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("Half", context);

        foreach (var person in (long[])[5, 9])
        {
            var running = await dialog.StreamingAsync(Message(dialog, "hello", 5));
            var asked = admins.Asked;
            var others = await dialog.AcceptedAsync(Message(dialog, "/stop", 6));
            await Eventually.HoldsAsync(() => admins.Asked > asked, "it was asked whether 6 is an admin");
            var own = await dialog.AcceptedAsync(Message(dialog, "/stop", person));

            Assert.Equal("⏹ Stopped.", DialogService.ReplyOf(await dialog.JoinAsync(running)).Footnote);
            Assert.Equal(Refusal, DialogService.ReplyOf(await dialog.JoinAsync(others)).Markdown);
            Assert.Equal("", DialogService.ReplyOf(await dialog.JoinAsync(own)).Markdown);
        }
    }

    [Fact]
    public async Task CheckingForAdminsDoesNotDelayMessages()
    {
        await using var admins = await GroupAdmins.StartAsync(9);
        var silence = new TaskCompletionSource();
        admins.Silence = silence.Task;

        // The clock stands still, so dialog waits for the admins for as long as this test takes.
        await using var dialog = await DialogService.StartAtAsync(new FakeTimeProvider(DialogService.Now), admins.Setting);
        await ShareAsync(dialog);
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("Half", context);
        var running = await dialog.StreamingAsync(Message(dialog, "hello", 5));

        // Ingress waits until each message is accepted before it sends the next.
        await dialog.AcceptedAsync(Message(dialog, "/stop", 9));
        await dialog.AcceptedAsync(Message(dialog, "/retry", 9));
        await dialog.AcceptedAsync(Message(dialog, "/forget", 9));
        await dialog.AcceptedAsync(Message(dialog, "/undo", 9));
        // Joined before: between /forget and /undo there is no such turn.
        using var joined = await dialog.OpenAsync(running);
        silence.SetResult();

        Assert.Equal("⏹ Stopped.", DialogService.ReplyOf(await DialogService.EventsOfAsync(joined)).Footnote);
    }

    [Fact]
    public async Task OnlyTheAskerAndAdminsRegenerate()
    {
        await using var admins = await GroupAdmins.StartAsync(9);
        await using var dialog = await StartAsync(admins);
        var old = await dialog.AnsweredAsync(Message(dialog, "hello", 5));

        Assert.Equal(Refusal, await AnswerAsync(dialog, "/retry", 6));
        Assert.Equal(ToastOfRefusal, (await dialog.PressAsync(dialog.Press(ButtonData.For(ButtonData.Regenerate, old.Id), 6, -100, isAdmin: false))).Toast);
        Assert.Single(dialog.Completion.Requests);

        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("better");
        var end = Assert.IsType<TurnCompleted>((await dialog.SendAsync(Message(dialog, "/retry", 9)))[^1]);
        Assert.Equal("", end.Reply.Markdown);
        Assert.Equal([new DeliveredPart(0, 1000 + old.ReplyToMessageId!.Value, PartState.Placeholder)], end.Started!.Delivered);
        Assert.Equal("better", DialogService.ReplyOf(await dialog.JoinAsync(end.Started.Id)).Markdown);
        Assert.Equal("better", await AnswerAsync(dialog, "/retry", 5));
        Assert.Equal(3, dialog.Completion.Requests.Count);
    }

    [Fact]
    public async Task RegeneratingAnotherPersonsQuestionIsPaidByWhoRequestedIt()
    {
        await using var admins = await GroupAdmins.StartAsync(9);
        await using var dialog = await StartAsync(admins, "--Persona=Be brief.", "--Budgets:Person:DailyTokens=5000");
        dialog.Completion.Answer = Costing(100);
        var turn = await dialog.AnsweredAsync(Message(dialog, "hello", 5));

        // The command spends all of 9's budget, so the button after it is refused.
        dialog.Completion.Answer = Costing(4900);
        var begun = Assert.IsType<TurnCompleted>((await dialog.SendAsync(Message(dialog, "/retry", 9)))[^1]).Started!;
        await dialog.JoinAsync(begun.Id);
        var pressed = await dialog.PressAsync(dialog.Press(ButtonData.For(ButtonData.Regenerate, begun.Id), 9, -100, isAdmin: true));

        Assert.NotEqual(turn.Id, begun.Id);
        Assert.StartsWith("⛔ Your budget is used up.", DialogService.ReplyOf(await dialog.JoinAsync(pressed.Turn!.Id)).Markdown, StringComparison.Ordinal);
        Assert.StartsWith("⛔ Your budget is used up.", await AnswerAsync(dialog, "hello", 9), StringComparison.Ordinal);
        Assert.Equal("Yes", await AnswerAsync(dialog, "and me?", 5));
    }

    [Fact]
    public async Task ThePayerIsKnownAfterARestart()
    {
        await using var admins = await GroupAdmins.StartAsync(9);
        await using var dialog = await StartAsync(admins, "--Persona=Be brief.", "--Budgets:Person:DailyTokens=5000");
        dialog.Completion.Answer = Costing(100);
        await dialog.AnsweredAsync(Message(dialog, "hello", 5));
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("", context);
        var begun = Assert.IsType<TurnCompleted>((await dialog.SendAsync(Message(dialog, "/retry", 9)))[^1]).Started!;
        await dialog.AskedAsync(2);
        dialog.Completion.Answer = Costing(4900);

        await dialog.RestartAsync();
        await dialog.JoinAsync(begun.Id);

        Assert.StartsWith("⛔ Your budget is used up.", await AnswerAsync(dialog, "hello", 9), StringComparison.Ordinal);
        Assert.Equal("Yes", await AnswerAsync(dialog, "and me?", 5));
    }

    [Fact]
    public async Task OnlyAdminsForgetOthersQuestions()
    {
        await using var admins = await GroupAdmins.StartAsync(9);
        await using var dialog = await StartAsync(admins);
        await dialog.AnsweredAsync(Message(dialog, "hello", 5));

        Assert.Equal("Several people share this conversation: only an admin of this group can have me forget it.", await AnswerAsync(dialog, "/forget", 6));
        Assert.Equal("Done: I have forgotten our conversation.", await AnswerAsync(dialog, "/forget", 5));
        await dialog.AnsweredAsync(Message(dialog, "hello", 5));
        await dialog.AnsweredAsync(Message(dialog, "hello", 6));
        Assert.StartsWith("Several people", await AnswerAsync(dialog, "забудь", 5), StringComparison.Ordinal);
        var forgotten = DialogService.ReplyOf(await dialog.SendAsync(Message(dialog, "/forget", 9)));
        Assert.Equal("Done: I have forgotten our conversation.", forgotten.Markdown);

        var undo = forgotten.Buttons![0][0].Data;
        Assert.Equal(ToastOfRefusal, (await dialog.PressAsync(dialog.Press(undo, 6, -100, isAdmin: false))).Toast);
        Assert.Equal("↩️ Restored", (await dialog.PressAsync(dialog.Press(undo, 9, -100, isAdmin: true))).Toast);
    }

    [Fact]
    public async Task OnlyTheAskerAndAdminsUndoTheLastQuestion()
    {
        await using var admins = await GroupAdmins.StartAsync(9);
        await using var dialog = await StartAsync(admins);
        await dialog.AnsweredAsync(Message(dialog, "one", 5));
        await dialog.AnsweredAsync(Message(dialog, "two", 5));

        Assert.Equal(Refusal, await AnswerAsync(dialog, "/undo", 6));
        Assert.Equal("↩️ Removed, with my answer: “two”", await AnswerAsync(dialog, "/undo", 5));
        Assert.Equal("↩️ Removed, with my answer: “one”", await AnswerAsync(dialog, "/undo", 9));
    }

    [Fact]
    public async Task OnlyThePinnerAndAdminsUnpin()
    {
        await using var admins = await GroupAdmins.StartAsync(9);
        await using var dialog = await StartAsync(admins);
        foreach (var id in (int[])[3, 4])
            await dialog.SendAsync(Message(dialog, "/pin", 5) with { ReplyTo = new QuotedMessage(id, $"text {id}", FromBot: false) });
        var buttons = DialogService.ReplyOf(await dialog.SendAsync(Message(dialog, "/pin", 6))).Buttons![0];

        Assert.Equal(ToastOfRefusal, (await dialog.PressAsync(dialog.Press(buttons[0].Data, 6, -100, isAdmin: false))).Toast);
        Assert.Equal("Unpinned", (await dialog.PressAsync(dialog.Press(buttons[0].Data, 5, -100, isAdmin: false))).Toast);
        Assert.Equal("Unpinned", (await dialog.PressAsync(dialog.Press(buttons[1].Data, 9, -100, isAdmin: true))).Toast);
    }

    [Fact]
    public async Task PinningAnotherPersonsPinAgainDoesNotTakeItOver()
    {
        await using var admins = await GroupAdmins.StartAsync(9);
        await using var dialog = await StartAsync(admins);
        await dialog.SendAsync(Message(dialog, "/pin", 5) with { ReplyTo = new QuotedMessage(3, "the whole text", FromBot: false) });
        await dialog.SendAsync(Message(dialog, "/pin", 6) with { ReplyTo = new QuotedMessage(3, "a part", FromBot: false) });

        var list = DialogService.ReplyOf(await dialog.SendAsync(Message(dialog, "/pin", 6)));
        Assert.EndsWith("1. the whole text", list.Markdown, StringComparison.Ordinal);
        Assert.Equal(ToastOfRefusal, (await dialog.PressAsync(dialog.Press(list.Buttons![0][0].Data, 6, -100, isAdmin: false))).Toast);
    }

    [Fact]
    public async Task AnotherPersonsMessageIsNotMerged()
    {
        await using var admins = await GroupAdmins.StartAsync(9);
        await using var dialog = await StartAsync(admins, "--Merging:FullPart=500");
        var first = dialog.AcceptedAsync(Message(dialog, new string('a', 600), 5));
        var second = dialog.AcceptedAsync(Message(dialog, new string('b', 600), 6));
        await Task.WhenAll(first, second);
        await dialog.JoinAsync(await first);
        await dialog.JoinAsync(await second);

        Assert.NotEqual(await first, await second);
        Assert.Equal(2, dialog.Completion.Requests.Count);
    }

    [Theory]
    [InlineData(-100)]
    [InlineData(-1001)]
    public async Task ChannelsShareOnePersonsBudget(long channel)
    {
        await using var dialog = await DialogService.StartAsync("--Persona=Be brief.", "--Budgets:Person:DailyTokens=5000");
        dialog.Completion.Answer = Costing(4900);

        Assert.Equal("Yes", await AnswerAsync(dialog, "hello", channel));
        dialog.Completion.Answer = Costing(1);
        foreach (var other in (long[])[-100, -1001, -1002])
            Assert.StartsWith("⛔ Your budget is used up.", await AnswerAsync(dialog, "hello", other), StringComparison.Ordinal);
        Assert.Contains("4,900", await AnswerAsync(dialog, "/usage", -1002), StringComparison.Ordinal);
        Assert.StartsWith(
            "⛔ Your budget is used up.",
            DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello", person: -300, chat: -300))).Markdown,
            StringComparison.Ordinal);
        Assert.Equal("Yes", await AnswerAsync(dialog, "hello", 5));
    }

    private static async Task<DialogService> StartAsync(GroupAdmins admins, params string[] settings)
    {
        var dialog = await DialogService.StartAsync([admins.Setting, .. settings]);
        await ShareAsync(dialog);
        return dialog;
    }

    private static async Task ShareAsync(DialogService dialog) => await dialog.PressAsync(dialog.Press("set:Sharing=one", person: 9, chat: -100));

    private static InboundMessage Message(DialogService dialog, string text, long person) => dialog.Message(text, person, chat: -100);

    private static async Task<string> AnswerAsync(DialogService dialog, string text, long person) =>
        DialogService.ReplyOf(await dialog.SendAsync(Message(dialog, text, person))).Markdown;

    private static Func<CompletionRequest, Microsoft.AspNetCore.Http.HttpContext, IAsyncEnumerable<CompletionEvent>> Costing(int tokens) => (_, _) =>
        ScriptedCompletion.Events(
            new CompletionDelta("Yes"), new CompletionCompleted(FinishKind.Stop, AnswerSource.Provider, "test-model", new(tokens, 0)));
}
