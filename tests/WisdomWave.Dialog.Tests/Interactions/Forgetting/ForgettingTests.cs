using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Interactions.Forgetting;

public class ForgettingTests
{
    private const string Forgotten = "Done: I have forgotten our conversation.";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("forget")]
    [InlineData("Забудь!")]
    [InlineData("/forget")]
    [InlineData("/forget all")]
    public async Task UndoRestoresExactlyTheForgottenConversation(string command)
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AnsweredAsync(dialog.Message("My name is Ann"));
        await dialog.AskAsync("Which word shall I say?");

        var undo = await ForgetAsync(dialog, command);
        await dialog.AskAsync("next");
        Assert.Equal(["next"], dialog.LastPrompt);
        var outcome = await dialog.PressAsync(undo);

        Assert.Equal(new PressOutcome("↩️ Restored", new Reply("↩️ I remember our conversation again.")), outcome);
        string[] all = ["My name is Ann", "You said: My name is Ann", "Which word shall I say?", "You said: Which word shall I say?", "next", "You said: next"];
        await dialog.AskAsync("again");
        Assert.Equal([.. all, "again"], dialog.LastPrompt);
        await dialog.RestartAsync();
        await dialog.AskAsync("after a restart");
        Assert.Equal([.. all, "again", "You said: again", "after a restart"], dialog.LastPrompt);
    }

    [Fact]
    public async Task UndoWorksAfterARestartAndARepeatedPressHasNoEffect()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AnsweredAsync(dialog.Message("one"));
        var undo = await ForgetAsync(dialog, "forget");

        await dialog.RestartAsync();
        await dialog.AskAsync("two");
        Assert.Equal(["two"], dialog.LastPrompt);
        var press = dialog.Press(undo);
        var outcomes = new[] { await dialog.PressAsync(press), await dialog.PressAsync(press) };
        await dialog.AskAsync("three");

        Assert.All(outcomes, outcome => Assert.Equal("↩️ Restored", outcome.Toast));
        Assert.Equal(["one", "You said: one", "two", "You said: two", "three"], dialog.LastPrompt);
    }

    /// <summary>The repeated question waits behind /forget, which forgets it too.</summary>
    [Fact]
    public async Task AQuestionThatIsRepeatedWhileItIsForgottenIsNotRemembered()
    {
        await using var dialog = await DialogService.StartAsync();
        var answering = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.SayingAfter(answering.Task, "about the secret");
        await dialog.AcceptedAsync(dialog.Message("secret"));
        await dialog.AcceptedAsync(dialog.Message("/forget"));
        var retry = await dialog.AcceptedAsync(dialog.Message("/retry"));
        answering.SetResult();
        await dialog.JoinAsync(retry);

        await dialog.AskAsync("next");

        Assert.Equal(["next"], dialog.LastPrompt);
    }

    [Fact]
    public async Task EachForgettingIsUndoneByItsOwnButton()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AnsweredAsync(dialog.Message("one"));
        var first = await ForgetAsync(dialog, "forget");
        await dialog.AskAsync("two");
        var second = await ForgetAsync(dialog, "forget");

        await dialog.PressAsync(second);
        await dialog.AskAsync("three");
        Assert.Equal(["two", "You said: two", "three"], dialog.LastPrompt);
        await dialog.PressAsync(first);
        await dialog.AskAsync("four");

        Assert.Equal(["one", "You said: one", "two", "You said: two", "three", "You said: three", "four"], dialog.LastPrompt);
    }

    [Fact]
    public async Task UndoDoesNotRestoreQuestionsThatWereTakenBack()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AskAsync("one");
        await dialog.AskAsync("two");
        await dialog.AskAsync("/undo");

        await dialog.PressAsync(await ForgetAsync(dialog, "forget"));
        await dialog.AskAsync("three");

        Assert.Equal(["one", "You said: one", "three"], dialog.LastPrompt);
    }

    [Fact]
    public async Task ForgottenTurnsAreHiddenFromEveryCommand()
    {
        await using var dialog = await DialogService.StartAsync();
        var turn = await dialog.AnsweredAsync(dialog.Message("secret"));
        await ForgetAsync(dialog, "/forget");

        Assert.Equal(new Reply("There is no question yet that I could answer again."), await dialog.AskAsync("/retry"));
        Assert.Equal(new Reply("Nothing left to remove."), await dialog.AskAsync("/undo"));
        Assert.Equal(new Reply("There is nothing to export yet: ask me something first."), await dialog.AskAsync("/export"));
        Assert.DoesNotContain("no longer", (await dialog.AskAsync("/context")).Markdown, StringComparison.Ordinal);
        Assert.Null((await dialog.PressAsync(ButtonData.For(ButtonData.Regenerate, turn.Id))).Turn);
        Assert.Null((await dialog.PressAsync(ButtonData.For(ButtonData.Continue, turn.Id))).Turn);
    }

    [Fact]
    public async Task PinsStayExceptWithForgetAllAndAreRestoredWithIt()
    {
        await using var dialog = await DialogService.StartAsync();
        await PinAsync(dialog);
        await dialog.AskAsync("one");

        var kept = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("забудь")));
        await dialog.AskAsync("two");
        string[] pinned = ["Pinned messages of this conversation, to be kept in mind:\n\nmy cat is called Muska"];
        Assert.Equal($"{Forgotten}\n\n📌 I still keep the pinned messages in mind. /forget all makes me forget them too.", kept.Markdown);
        Assert.Equal([.. pinned, "two"], dialog.LastPrompt);

        var undo = await ForgetAsync(dialog, "/forget all");
        await dialog.AskAsync("three");
        Assert.Equal(["three"], dialog.LastPrompt);
        await dialog.RestartAsync();
        Assert.Equal("Nothing is pinned. Reply to a message with /pin, and I will always keep it in mind.", (await dialog.AskAsync("/pin")).Markdown);

        await dialog.PressAsync(undo);
        await dialog.AskAsync("four");
        Assert.Equal([.. pinned, "two", "You said: two", "three", "You said: three", "four"], dialog.LastPrompt);
    }

    [Fact]
    public async Task ForgettingAnEmptyConversationOffersNoUndo()
    {
        await using var dialog = await DialogService.StartAsync();
        Assert.Null(DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("/forget"))).Buttons);
    }

    [Fact]
    public async Task OnlyTheOwnerCanUndo()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AnsweredAsync(dialog.Message("secret", person: 5, chat: -100));
        var undo = ButtonOf(await dialog.SendAsync(dialog.Message("/forget", person: 5, chat: -100)));

        var others = await dialog.PressAsync(dialog.Press(undo, person: 6, chat: -100, isAdmin: false));
        var admins = await dialog.PressAsync(dialog.Press(undo, person: 7, chat: -100, isAdmin: true));
        var elsewhere = await dialog.PressAsync(dialog.Press(undo, person: 5, chat: -200));
        await dialog.SendAsync(dialog.Message("hello", person: 5, chat: -100));

        Assert.Equal([new("Only the person who asked, or an admin, can use this button."), new("Only the person who asked, or an admin, can use this button.")], [others, admins]);
        Assert.Equal("It is too late to bring this conversation back: I have erased it.", elsewhere.Toast);
        Assert.Equal(["hello"], dialog.LastPrompt);
    }

    [Fact]
    public async Task AfterTheUndoTimeTheConversationIsErasedAndTheButtonSaysSo()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var dialog = await DialogService.StartAtAsync(time);
        await dialog.AnsweredAsync(dialog.Message("secret"));
        var undo = await ForgetAsync(dialog, "forget");
        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Contains("secret", await QuestionsAsync(dialog));

        time.Advance(TimeSpan.FromSeconds(1));
        var late = await dialog.PressAsync(undo);

        Assert.Equal(new PressOutcome("It is too late to bring this conversation back: I have erased it.", new Reply(Forgotten)), late);
        await ErasedAsync(dialog, time, "secret");
        await using var database = dialog.OpenDatabase();
        Assert.Empty(await database.Forgettings.ToListAsync(Token));
        Assert.Equal(late, await dialog.PressAsync(undo));
    }

    [Fact]
    public async Task ARestoredConversationIsNotErased()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var dialog = await DialogService.StartAtAsync(time);
        await dialog.AnsweredAsync(dialog.Message("kept"));
        await dialog.PressAsync(await ForgetAsync(dialog, "forget"));
        await dialog.AnsweredAsync(dialog.Message("erased", person: 6));
        await dialog.SendAsync(dialog.Message("/forget", person: 6));

        time.Advance(TimeSpan.FromMinutes(5));
        await ErasedAsync(dialog, time, "erased");

        Assert.Contains("kept", await QuestionsAsync(dialog));
    }

    [Fact]
    public async Task WithoutUndoTimeTheConversationIsErasedAtOnce()
    {
        await using var dialog = await DialogService.StartAsync("--Forgetting:UndoFor=00:00:00");
        await dialog.AnsweredAsync(dialog.Message("secret"));

        var reply = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("forget")));

        Assert.Equal(new Reply(Forgotten), reply);
        Assert.Equal(["forget"], await QuestionsAsync(dialog));
    }

    [Theory]
    [InlineData("-00:00:01")]
    [InlineData("2.00:00:00")]
    public async Task AnInvalidUndoTimeStopsTheStart(string time)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => DialogService.StartAsync($"--Forgetting:UndoFor={time}"));

        Assert.Equal("Forgetting:UndoFor is not from 0 to one day; a good value is 00:05:00.", failure.Message);
    }

    /// <returns>The data of the undo button.</returns>
    private static async Task<string> ForgetAsync(DialogService dialog, string command) => ButtonOf(await dialog.SendAsync(dialog.Message(command)));

    private static string ButtonOf(IReadOnlyList<TurnEvent> events)
    {
        var button = Assert.Single(Assert.Single(DialogService.ReplyOf(events).Buttons!));
        Assert.Equal("↩️ Undo", button.Text);
        return button.Data;
    }

    private static Task<IReadOnlyList<TurnEvent>> PinAsync(DialogService dialog) =>
        dialog.SendAsync(dialog.Message("/pin") with { ReplyTo = new QuotedMessage(3, "my cat is called Muska", FromBot: false) });

    private static Task ErasedAsync(DialogService dialog, FakeTimeProvider time, string question) => Eventually.HoldsAsync(
        async () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return !(await QuestionsAsync(dialog)).Contains(question);
        },
        "the forgotten question is erased");

    private static async Task<List<string>> QuestionsAsync(DialogService dialog)
    {
        await using var database = dialog.OpenDatabase();
        return await database.Turns.OrderBy(turn => turn.Sequence).Select(turn => turn.Question).ToListAsync(Token);
    }
}
